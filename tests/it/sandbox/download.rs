//! A file somebody sent is fetched as the Bot API gives it out, and what goes wrong on the way is told apart.

use hongyan::base::Secret;
use hongyan::model::file::NoFile;
use hongyan::sandbox::{Fault, When};
use hongyan::telegram::{Reach, Telegram};
use serde_json::Value;

use super::{TOKEN, Town};

fn telegram(town: &Town) -> Telegram {
    let reach = Reach {
        api_url: Some(town.root.clone()),
        ..Reach::default()
    };
    Telegram::new(&Secret::new(TOKEN), &reach).unwrap()
}

async fn sent(town: &Town, name: &str, bytes: &[u8]) -> String {
    let teacher = town.someone("Zhao");
    teacher.sends_document(name, bytes).unwrap();
    let updates = town.ok("getUpdates", serde_json::json!({})).await;
    let updates: Vec<Value> = serde_json::from_value(updates).unwrap();
    let last = updates.last().unwrap();
    let id = last["message"]["document"]["file_id"].as_str();
    id.unwrap().to_owned()
}

#[tokio::test]
async fn a_file_comes_whole_or_says_why_not() {
    let town = Town::new().await;
    let telegram = telegram(&town);
    let id = sent(&town, "week one #1?.xlsx", b"PK\x03\x04 and more").await;
    let whole = telegram.download(&id, 100).await;
    assert_eq!(whole.as_deref(), Ok(&b"PK\x03\x04 and more"[..]));
    assert_eq!(telegram.download(&id, 5).await, Err(NoFile::TooBig));
    assert_eq!(telegram.download("nothing", 5).await, Err(NoFile::Gone));
    for fault in [
        Fault::Status(500, When::Before),
        Fault::Status(502, When::After),
        Fault::Cut(When::Before),
        Fault::TooMany(3),
    ] {
        town.sandbox
            .faults(|faults| faults.next("getfile", 1, fault));
        assert_eq!(telegram.download(&id, 100).await, Err(NoFile::Passing));
        assert!(telegram.download(&id, 100).await.is_ok());
    }
    town.sandbox.faults(|faults| faults.outage = true);
    assert_eq!(telegram.download(&id, 100).await, Err(NoFile::Passing));
}

#[tokio::test]
async fn more_than_a_bot_may_have_is_too_big() {
    let town = Town::new().await;
    let bytes = vec![7; hongyan::sandbox::DOWNLOAD_LIMIT + 1];
    let id = sent(&town, "big.xlsx", &bytes).await;
    let got = telegram(&town).download(&id, usize::MAX).await;
    assert_eq!(got, Err(NoFile::TooBig));
}
