//! Text files before they are tables: encoding, delimiter, quotation marks and length are settled
//! in one pass of constant memory, so that the reader behind it cannot be surprised.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8};

use super::{MAX_ROW_BYTES, SheetError};

const CHUNK: usize = 64 << 10;

/// What the first pass found out.
pub(super) struct Scan {
    pub encoding: &'static Encoding,
    pub delimiter: u8,
    /// Lines that are not blank, the header included.
    pub lines: u64,
}

/// Reads the whole file once. Without a byte order mark and without `encoding` it is UTF-8 where
/// that is possible, else GB18030 (which contains GBK and GB 2312).
pub(super) fn scan(
    file: &mut File,
    encoding: Option<&'static Encoding>,
    delimiter: Option<u8>,
) -> Result<Scan, SheetError> {
    let mut head = [0; 3];
    let filled = fill(file, &mut head)?;
    let marked = Encoding::for_bom(&head[..filled]).map(|(encoding, _)| encoding);
    if let Some(encoding) = marked.or(encoding) {
        return pass(file, encoding, delimiter);
    }
    match pass(file, UTF_8, delimiter) {
        Err(SheetError::Encoding { .. }) => {
            pass(file, GB18030, delimiter).map_err(|error| match error {
                SheetError::Encoding { line, .. } => SheetError::Encoding {
                    line,
                    encoding: "UTF-8 or GB18030",
                },
                other => other,
            })
        }
        done => done,
    }
}

fn pass(
    file: &mut File,
    encoding: &'static Encoding,
    delimiter: Option<u8>,
) -> Result<Scan, SheetError> {
    rewind(file)?;
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let mut raw = vec![0; CHUNK];
    let mut text = String::with_capacity(CHUNK * 3 + 16);
    let mut watch: Option<Watch> = None;
    let mut line = 1;
    loop {
        let got = fill(file, &mut raw)?;
        let last = got < raw.len();
        text.clear();
        let (result, _) =
            decoder.decode_to_string_without_replacement(&raw[..got], &mut text, last);
        let watch =
            watch.get_or_insert_with(|| Watch::new(delimiter.unwrap_or_else(|| sniff(&text))));
        watch.over(text.as_bytes())?;
        line = watch.line.max(line);
        if let DecoderResult::Malformed(..) = result {
            return Err(SheetError::Encoding {
                line,
                encoding: encoding.name(),
            });
        }
        if last {
            return watch.end(encoding);
        }
    }
}

/// The commonest separator of the first line, quoted parts left out.
fn sniff(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if !quoted => {
                for (delimiter, count) in &mut counts {
                    *count += i32::from(*delimiter == byte);
                }
            }
            _ => {}
        }
    }
    // The first wins a draw: a comma unless another is commoner.
    let mut best = counts[0];
    for candidate in counts {
        if candidate.1 > best.1 {
            best = candidate;
        }
    }
    best.0
}

#[derive(Clone, Copy, PartialEq)]
enum At {
    FieldStart,
    Field,
    Quoted,
    /// Just after a quotation mark inside quotes: an escape or the end.
    Closing,
}

/// Follows quotation marks and row lengths the way the CSV reader will.
struct Watch {
    delimiter: u8,
    at: At,
    line: u64,
    /// Line and length of the row under way.
    row: (u64, usize),
    opened: u64,
    lines: u64,
    after_return: bool,
}

impl Watch {
    fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            at: At::FieldStart,
            line: 1,
            row: (1, 0),
            opened: 1,
            lines: 0,
            after_return: false,
        }
    }

    fn over(&mut self, bytes: &[u8]) -> Result<(), SheetError> {
        for &byte in bytes {
            if byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c) {
                return Err(SheetError::NotText { line: self.line });
            }
            self.step(byte);
            if self.row.1 > MAX_ROW_BYTES {
                return Err(if matches!(self.at, At::Quoted) {
                    SheetError::Quote { line: self.opened }
                } else {
                    SheetError::LongRow { line: self.row.0 }
                });
            }
        }
        Ok(())
    }

    fn step(&mut self, byte: u8) {
        // The two bytes of a Windows line end are one end, and an old Mac's return is one too.
        let is_second = byte == b'\n' && self.after_return;
        self.after_return = byte == b'\r';
        if is_second {
            return;
        }
        let ends = matches!(byte, b'\n' | b'\r');
        if ends {
            self.line += 1;
        }
        self.at = match self.at {
            At::Quoted if byte == b'"' => At::Closing,
            At::Quoted => At::Quoted,
            At::Closing if byte == b'"' => At::Quoted,
            At::FieldStart if byte == b'"' => {
                self.opened = self.line;
                At::Quoted
            }
            _ if ends || byte == self.delimiter => At::FieldStart,
            _ => At::Field,
        };
        if ends && self.at == At::FieldStart {
            self.lines += u64::from(self.row.1 > 0);
            self.row = (self.line, 0);
        } else {
            self.row.1 += 1;
        }
    }

    fn end(&self, encoding: &'static Encoding) -> Result<Scan, SheetError> {
        if self.at == At::Quoted {
            return Err(SheetError::Quote { line: self.opened });
        }
        let lines = self.lines + u64::from(self.row.1 > 0);
        if lines == 0 {
            return Err(SheetError::Empty);
        }
        Ok(Scan {
            encoding,
            delimiter: self.delimiter,
            lines,
        })
    }
}

/// Reads until the buffer is full or the file ends.
fn fill(file: &mut File, buffer: &mut [u8]) -> Result<usize, SheetError> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(got) => filled += got,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(unreadable(&error)),
        }
    }
    Ok(filled)
}

pub(super) fn rewind(file: &mut File) -> Result<(), SheetError> {
    file.seek(SeekFrom::Start(0))
        .map(|_| ())
        .map_err(|error| unreadable(&error))
}

fn unreadable(error: &std::io::Error) -> SheetError {
    SheetError::Line {
        line: 1,
        why: error.to_string(),
    }
}
