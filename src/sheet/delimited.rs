//! CSV as it comes: decoded on the fly, one row in memory at a time.

use std::fs::File;
use std::io::{self, Read};

use csv::StringRecord;
use encoding_rs::{Decoder, Encoding};

use super::SheetError;
use super::text::Scan;

/// Rows of a file that the first pass found sound.
pub(super) struct Delimited(csv::Reader<Decoding>);

impl Delimited {
    pub fn new(file: File, scan: &Scan) -> Self {
        Self(
            csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .delimiter(scan.delimiter)
                .buffer_capacity(64 << 10)
                .from_reader(Decoding::new(file, scan.encoding)),
        )
    }

    /// The next row with its first line; `None` at the end.
    pub fn next(&mut self) -> Result<Option<(u64, StringRecord)>, SheetError> {
        let mut record = StringRecord::new();
        match self.0.read_record(&mut record) {
            Ok(true) => {
                let line = record.position().map_or(0, csv::Position::line);
                Ok(Some((line, record)))
            }
            Ok(false) => Ok(None),
            Err(error) => Err(SheetError::Line {
                line: error.position().map_or(0, csv::Position::line),
                why: error.to_string(),
            }),
        }
    }
}

/// A file read as UTF-8 whatever it is written in; the byte order mark is gone.
struct Decoding {
    file: File,
    decoder: Decoder,
    raw: Vec<u8>,
    /// Raw bytes read but not yet decoded.
    pending: std::ops::Range<usize>,
    ended: bool,
    finished: bool,
}

impl Decoding {
    fn new(file: File, encoding: &'static Encoding) -> Self {
        Self {
            file,
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; 64 << 10],
            pending: 0..0,
            ended: false,
            finished: false,
        }
    }
}

impl Read for Decoding {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while !self.finished {
            if self.pending.is_empty() && !self.ended {
                let got = self.file.read(&mut self.raw)?;
                self.ended = got == 0;
                self.pending = 0..got;
            }
            let source = &self.raw[self.pending.clone()];
            let (result, read, written, _) = self.decoder.decode_to_utf8(source, out, self.ended);
            self.pending.start += read;
            self.finished = self.ended && result == encoding_rs::CoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }
}
