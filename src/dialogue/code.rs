//! How fields are written into callback data: `.`-separated, numbers in base 36.

use chrono::NaiveDate;

use crate::base::Vocabulary;

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// A number as a field.
pub fn field(number: impl Into<i64>) -> String {
    let mut rest = number.into().unsigned_abs();
    let mut out = Vec::new();
    loop {
        out.push(DIGITS[(rest % 36) as usize]);
        rest /= 36;
        if rest == 0 {
            break;
        }
    }
    out.reverse();
    String::from_utf8(out).unwrap_or_default()
}

macro_rules! number_from_id {
    ($($id:ident),*) => {$(
        impl From<crate::base::$id> for i64 {
            fn from(id: crate::base::$id) -> Self { id.0 }
        }
    )*};
}

number_from_id!(
    UnitId,
    ChildId,
    AdultId,
    LinkId,
    InvitationId,
    ExclusionId,
    TransferId,
    CheckInId,
    TaskId,
    PostId,
    ThreadId,
    NoteId,
    MailingId,
    LaterId,
    TemplateId,
    HaltId,
    ConcernId,
    RequestId,
    AppointmentId
);

/// Reads fields one by one; every reader is total.
#[derive(Debug)]
pub struct Fields<'a> {
    rest: Option<&'a str>,
}

impl<'a> Fields<'a> {
    pub fn new(text: &'a str) -> Self {
        Self {
            rest: (!text.is_empty()).then_some(text),
        }
    }

    /// The next field as it stands.
    pub fn text(&mut self) -> Option<&'a str> {
        let rest = self.rest?;
        match rest.split_once('.') {
            Some((field, after)) => {
                self.rest = Some(after);
                Some(field)
            }
            None => {
                self.rest = None;
                Some(rest)
            }
        }
    }

    pub fn number(&mut self) -> Option<i64> {
        let text = self.text()?;
        i64::from_str_radix(text, 36).ok().filter(|n| *n >= 0)
    }

    pub fn id<T: From<i64>>(&mut self) -> Option<T> {
        self.number().map(T::from)
    }

    pub fn word<T: Vocabulary>(&mut self) -> Option<T> {
        T::of(self.text()?)
    }

    /// A day written as its number, 1 January of year 1 being the first: its week begins no earlier.
    pub fn day(&mut self) -> Option<NaiveDate> {
        let days = i32::try_from(self.number()?).ok()?;
        NaiveDate::from_num_days_from_ce_opt(days).filter(|_| days >= 1)
    }

    /// Whether everything was read.
    pub fn is_done(&self) -> bool {
        self.rest.is_none()
    }
}
