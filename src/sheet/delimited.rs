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

    /// The next row with its first line; `None` at the end. The reader's own position is that of
    /// the blank lines before a row, so lines are counted back from the row's end.
    pub fn next(&mut self) -> Result<Option<(u64, StringRecord)>, SheetError> {
        let mut record = StringRecord::new();
        match self.0.read_record(&mut record) {
            Ok(true) => {
                let inside = record
                    .as_slice()
                    .bytes()
                    .filter(|byte| *byte == b'\n')
                    .count() as u64;
                let line = self.0.position().line().saturating_sub(1 + inside);
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

/// A file read as UTF-8 whatever it is written in. The byte order mark is gone, and every line,
/// the last too, ends with one `\n`.
struct Decoding {
    file: File,
    decoder: Decoder,
    raw: Vec<u8>,
    /// Raw bytes read but not yet decoded.
    pending: std::ops::Range<usize>,
    ended: bool,
    finished: bool,
    /// The last byte given out before line ends were made alike.
    last: u8,
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
            last: b'\n',
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
            let kept = self.alike(&mut out[..written]);
            if kept > 0 {
                return Ok(kept);
            }
        }
        if matches!(self.last, b'\n' | b'\r') {
            return Ok(0);
        }
        self.last = b'\n';
        match out.first_mut() {
            Some(first) => {
                *first = b'\n';
                Ok(1)
            }
            None => Ok(0),
        }
    }
}

impl Decoding {
    /// Makes line ends alike in place; gives how many bytes are left.
    fn alike(&mut self, bytes: &mut [u8]) -> usize {
        let mut kept = 0;
        for at in 0..bytes.len() {
            let byte = bytes[at];
            let is_second = byte == b'\n' && self.last == b'\r';
            self.last = byte;
            if !is_second {
                bytes[kept] = if byte == b'\r' { b'\n' } else { byte };
                kept += 1;
            }
        }
        kept
    }
}
