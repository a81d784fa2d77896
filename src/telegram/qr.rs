//! QR codes: as a picture for a chat, as text for a terminal. Drawn when needed, stored nowhere.

use qrcode::{Color, EcLevel, QrCode};

/// Pixels per module, and the quiet zone in modules (ISO/IEC 18004 asks for four).
const SCALE: usize = 8;
const QUIET: usize = 4;

fn modules(link: &str) -> Option<(usize, Vec<bool>)> {
    let code = QrCode::with_error_correction_level(link, EcLevel::M).ok()?;
    let dark = code.to_colors().iter().map(|c| *c == Color::Dark).collect();
    Some((code.width(), dark))
}

/// Whether the module at this place, the quiet zone counted in, is dark.
fn at(width: usize, dark: &[bool], x: usize, y: usize) -> bool {
    let inside = |n: usize| n.checked_sub(QUIET).filter(|n| *n < width);
    match (inside(x), inside(y)) {
        (Some(x), Some(y)) => dark.get(y * width + x).copied().unwrap_or(false),
        _ => false,
    }
}

/// A PNG in grey; `None` when the link is too long for a code.
pub fn png(link: &str) -> Option<Vec<u8>> {
    let (width, dark) = modules(link)?;
    let side = (width + 2 * QUIET) * SCALE;
    let mut pixels = Vec::with_capacity(side * side);
    for y in 0..side {
        for x in 0..side {
            let is_dark = at(width, &dark, x / SCALE, y / SCALE);
            pixels.push(if is_dark { 0 } else { u8::MAX });
        }
    }
    let mut file = Vec::new();
    let side = u32::try_from(side).ok()?;
    let mut encoder = png::Encoder::new(&mut file, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&pixels).ok()?;
    writer.finish().ok()?;
    Some(file)
}

/// Two modules per character, dark on the terminal's light: black blocks are the light ones, as
/// most terminals write light on dark. Empty when the link is too long.
pub fn terminal(link: &str) -> String {
    let Some((width, dark)) = modules(link) else {
        return String::new();
    };
    let side = width + 2 * QUIET;
    let mut text = String::new();
    for y in (0..side).step_by(2) {
        for x in 0..side {
            let (upper, lower) = (at(width, &dark, x, y), at(width, &dark, x, y + 1));
            text.push(match (upper, lower) {
                (true, true) => ' ',
                (true, false) => '▄',
                (false, true) => '▀',
                (false, false) => '█',
            });
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_becomes_a_picture_and_a_text() {
        let link = "https://t.me/hongyan_bot?start=AbCdEf0123456789AbCd";
        let file = png(link).unwrap();
        let picture = png::Decoder::new(std::io::Cursor::new(&file));
        let info = picture.read_info().unwrap();
        assert_eq!(info.info().width, info.info().height);
        assert!(terminal(link).lines().count() > 15);
    }
}
