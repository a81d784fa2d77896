//! Asking for a copy: locked, one's own alone, in the chat or at the school.

use std::io::{Cursor, Read};

use hongyan::base::Secret;

use super::*;
use crate::support::program::asked;

pub fn unlock(zip: &[u8], phrase: &str) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index_decrypt(at, phrase.as_bytes()).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

#[tokio::test]
async fn a_copy_comes_locked_with_its_phrase_and_holds_only_ones_own() {
    for (mut world, _db) in on_both().await {
        world.says(MUM, "/menu").await;
        world.taps(MUM, "What I agreed to").await;
        world.taps(MUM, "Stop: Pictures").await;
        world.taps(MUM, "Pictures: read").await;
        world.taps(MUM, "I refuse").await;
        world.says(MUM, "/menu").await;
        world.taps(MUM, "What we keep: Ming").await;
        insta::assert_snapshot!("kept", world.screen(MUM, 1));
        asks_for_a_copy(&mut world).await;
        insta::assert_snapshot!("copy_is_asked", world.screen(MUM, 3));
        // One tap of the lead.
        assert_eq!(world.count(LEAD, "asks for a copy"), 1);
        open_first(&mut world).await;
        insta::assert_snapshot!("lead_sees_a_copy", world.screen(LEAD, 1));
        world.taps(LEAD, "Approve the copy").await;
        insta::assert_snapshot!("lead_approved", world.screen(LEAD, 1));
        let shown = world.screen(MUM, 3);
        let phrase = world.chat(MUM).find("The password").text.clone();
        let phrase = phrase
            .lines()
            .find(|line| line.matches('-').count() == 4)
            .unwrap()
            .to_owned();
        assert_eq!(phrase.len(), 24);
        insta::assert_snapshot!("mum_has_her_copy", shown.replace(&phrase, "abcd-efgh-…"));

        let (name, zip) = world.chat(MUM).files[0].clone();
        assert_eq!(name, "copy.zip");
        let files = unlock(&zip, &phrase);
        assert_eq!(files[0].0, "copy.pdf");
        assert!(files[0].1.starts_with(b"%PDF-"));
        assert_eq!(files[1].0, "copy.json");
        let json = String::from_utf8(files[1].1.clone()).unwrap();
        for there in [
            "sentence about Ming",
            "mum asks about supper",
            "\"late\"",
            "brighter",
        ] {
            assert!(json.contains(there), "{there} is missing");
        }
        // Nothing of the other parent, of another child, of anybody else.
        for not in [
            "dad asks",
            "Lan",
            "Gang",
            "Vladivostok",
            "Granny",
            "Aunt",
            "Teacher",
            "Lead",
        ] {
            assert!(!json.contains(not), "{not} is in it:\n{json}");
        }
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value["format"], "hongyan-copy");
        assert_eq!(value["version"], 1);
        // A refusal stands there as one.
        let consents = value["consents"].as_array().unwrap();
        let pictures = consents.iter().filter(|c| c["purpose"] == "pictures");
        let answers: Vec<&str> = pictures.map(|c| c["answer"].as_str().unwrap()).collect();
        assert_eq!(answers.first(), Some(&"agreed"));
        assert_eq!(answers.last(), Some(&"refused"));
        // A wrong phrase opens nothing.
        let mut archive = zip::ZipArchive::new(Cursor::new(&zip[..])).unwrap();
        assert!(archive.by_index_decrypt(1, b"abcd").is_err());

        // Neither the file nor the phrase stays behind.
        let left = "SELECT COUNT(*) FROM outbox WHERE body LIKE '%copy.zip%' OR body LIKE '%pass phrase of%'";
        assert_eq!(world.number(left).await, 0);
        world.taps(MUM, "Noted, take it away").await;
        assert!(!world.screen(MUM, 3).contains(&phrase));
        // It is answered, once, and nothing is left to do.
        let open = "SELECT COUNT(*) FROM tasks WHERE state = 'open'";
        assert_eq!(world.number(open).await, 0);
        world.says(MUM, "/menu").await;
        world.taps(MUM, "What we keep: Ming").await;
        insta::assert_snapshot!("kept_after_a_copy", world.screen(MUM, 1));
    }
}

#[tokio::test]
async fn a_copy_is_fetched_at_the_school() {
    for (mut world, _db) in on_both().await {
        asks(&mut world, MUM, "A copy").await;
        world.taps(MUM, "I fetch it at the school").await;
        let id = all(&world).await[0].id;
        let export =
            async |world: &World, id: RequestId| -> Result<(Vec<u8>, Secret), request::NotMade> {
                let mut tx = world.store.write().await.unwrap();
                let copy = request::approved(&mut tx, &world.env, id).await.unwrap()?;
                let made = copy.make(&world.env)?;
                let exported = request::exported(&mut tx, &world.env, &copy).await;
                exported.unwrap()?;
                tx.commit().await.unwrap();
                Ok((made.bytes, made.phrase))
            };
        // Not before a lead has said yes.
        assert_eq!(
            export(&world, id).await.unwrap_err(),
            request::NotMade::NotApproved
        );
        open_first(&mut world).await;
        world.taps(LEAD, "Approve the copy").await;
        assert!(world.screen(LEAD, 1).contains(&id.to_string()));
        insta::assert_snapshot!("copy_at_school", world.screen(MUM, 1));
        assert!(world.chat(MUM).files.is_empty());
        let (zip, phrase) = export(&world, id).await.unwrap();
        assert_eq!(unlock(&zip, phrase.expose()).len(), 2);
        // Not after the right has ended.
        let mut tx = world.store.write().await.unwrap();
        let (ming, mum) = (world.school.ming, world.adult(MUM));
        exclusion::exclude(&mut tx, &world.env, None, &world.paper(ming, mum))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(
            export(&world, id).await.unwrap_err(),
            request::NotMade::NoRight
        );
    }
}

#[tokio::test]
async fn somebody_elses_contact_sends_no_copy() {
    for (mut world, _db) in on_both().await {
        asks(&mut world, MUM, "A copy").await;
        world.taps(MUM, "Send it here, locked").await;
        world.shares_contact(MUM, "+7 903 000 00 09", false).await;
        world.says(MUM, "+7 903 000 00 01").await;
        assert!(all(&world).await.is_empty());
        // Another number of one's own is asked for, and the lead is warned.
        world.shares_contact(MUM, "+7 903 000 00 09", true).await;
        open_first(&mut world).await;
        assert!(world.screen(LEAD, 1).contains("The number is not the one"));
    }
}

#[tokio::test]
async fn the_operator_hands_a_copy_over() {
    for (mut world, db) in on_both().await {
        asks(&mut world, MUM, "A copy").await;
        world.taps(MUM, "I fetch it at the school").await;
        let id = all(&world).await[0].id.to_string();
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("copy.zip");
        let file = out.to_str().unwrap();
        let (code, said) = asked(&db, &["request", "export", &id, "--out", file]);
        assert_eq!(code, 1);
        assert!(said.contains("has not approved"), "{said}");
        assert!(!out.exists());
        open_first(&mut world).await;
        world.taps(LEAD, "Approve the copy").await;
        let (code, said) = asked(&db, &["request", "export", &id, "--out", file]);
        assert_eq!(code, 0, "{said}");
        let phrase = said.split("shown once: ").nth(1).unwrap();
        let phrase = phrase.lines().next().unwrap();
        assert_eq!(unlock(&std::fs::read(&out).unwrap(), phrase).len(), 2);
        // Never over a file that is there.
        let (code, _) = asked(&db, &["request", "export", &id, "--out", file]);
        assert_eq!(code, 1);
        let (code, said) = asked(&db, &["request", "list"]);
        assert_eq!(code, 0);
        assert!(said.contains("answered") && !said.contains("Ming") && !said.contains("Mei"));
    }
}

/// A record of so many entries.
async fn fills(world: &World, entries: i64) {
    let (ming, now) = (world.school.ming, world.env.now().timestamp_millis());
    let sql = format!(
        "WITH RECURSIVE n (at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM n WHERE at < {entries})
         INSERT INTO entries (id, child_id, day, kind, slot, fact, source, by_adult, entered_ms)
         SELECT at, {ming}, '2026-01-' || CAST(10 + at % 20 AS TEXT), 'attendance', CAST(at AS TEXT),
             '{{\"kind\":\"attendance\",\"presence\":\"late\",\"lesson\":null}}', 'staff', NULL, {now} FROM n"
    );
    world.execute(&sql).await;
}

#[tokio::test]
async fn a_long_record_still_goes_through_the_chat() {
    for (mut world, _db) in on_both().await {
        // More than two hundred pages.
        fills(&world, 9_000).await;
        asks_for_a_copy(&mut world).await;
        open_first(&mut world).await;
        world.taps(LEAD, "Approve the copy").await;
        let phrase = world.chat(MUM).find("The password").text.clone();
        let phrase = phrase.lines().find(|line| line.matches('-').count() == 4);
        let (_, zip) = world.chat(MUM).files[0].clone();
        let files = unlock(&zip, phrase.unwrap());
        assert!(files[0].1.starts_with(b"%PDF-"));
        let copy: serde_json::Value = serde_json::from_slice(&files[1].1).unwrap();
        assert!(copy["entries"].as_array().unwrap().len() > 9_000);
    }
}

#[tokio::test]
async fn what_is_too_large_for_the_chat_is_fetched_at_the_school() {
    for (mut world, db) in on_both().await {
        fills(&world, 32_000).await;
        asks_for_a_copy(&mut world).await;
        open_first(&mut world).await;
        world.taps(LEAD, "Approve the copy").await;
        insta::assert_snapshot!("too_large_for_mum", world.screen(MUM, 1));
        assert!(world.chat(MUM).files.is_empty());
        let id = all(&world).await[0].id.to_string();
        let done = world.screen(LEAD, 1);
        insta::assert_snapshot!("too_large_for_the_lead", done.replace(&id, "(id)"));
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("copy.zip");
        let (code, said) = asked(
            &db,
            &["request", "export", &id, "--out", out.to_str().unwrap()],
        );
        assert_eq!(code, 0, "{said}");
        let zip = std::fs::read(&out).unwrap();
        let phrase = said.split("shown once: ").nth(1).unwrap();
        let files = unlock(&zip, phrase.lines().next().unwrap());
        assert!(files[0].1.starts_with(b"%PDF-"));
        let copy: serde_json::Value = serde_json::from_slice(&files[1].1).unwrap();
        assert!(copy["entries"].as_array().unwrap().len() > 32_000);
    }
}

#[tokio::test]
async fn a_copy_lists_who_looked() {
    for (mut world, _db) in on_both().await {
        world.opens_card(TEACHER).await;
        world.opens_card(LEAD).await;
        asks_for_a_copy(&mut world).await;
        open_first(&mut world).await;
        world.taps(LEAD, "Approve the copy").await;
        let phrase = world.chat(MUM).find("The password").text.clone();
        let phrase = phrase.lines().find(|line| line.matches('-').count() == 4);
        let (_, zip) = world.chat(MUM).files[0].clone();
        let files = unlock(&zip, phrase.unwrap());
        let copy: serde_json::Value = serde_json::from_slice(&files[1].1).unwrap();
        let looks = copy["looks"].as_array().unwrap();
        let of = |action: &str, role: &str| {
            let same = |look: &&serde_json::Value| look["action"] == action && look["role"] == role;
            looks.iter().filter(same).count()
        };
        assert_eq!(of("saw_card", "teacher"), 1, "{looks:?}");
        assert_eq!(of("saw_card", "school_lead"), 1, "{looks:?}");
        let mums = |look: &serde_json::Value| look["by"] == "you" && look["role"].is_null();
        assert!(looks.iter().any(mums));
        // A look at who asks something is another person's matter.
        assert!(looks.iter().all(|look| look["action"] != "saw_request"));
    }
}

/// Every name of a look is either in a copy, or left out for a reason that is written down here.
#[test]
fn every_look_is_thought_of() {
    use hongyan::model::audit::Look;
    for look in Look::ALL {
        let left_out = match look {
            Look::Card | Look::Week | Look::Looks => None,
            Look::List => Some("it is of a whole class, and of no child alone"),
            Look::Thread | Look::CheckIn | Look::Request | Look::Invitation => {
                Some("it would tell what another adult does")
            }
        };
        let shown = hongyan::model::dossier::SHOWN.contains(&look.as_str());
        assert_eq!(shown, left_out.is_none(), "{}", look.as_str());
    }
}

/// What no screen shows a parent is in no copy either: mood without the parent's yes, and from the school's
/// midnight of the fourteenth birthday on without the young person's own.
#[tokio::test]
async fn a_copy_holds_what_its_reader_may_read() {
    for (mut world, _db) in on_both().await {
        world.set_clock("2030-05-03T15:50:00Z");
        world.everybody_was_seen().await;
        world.the_staff_were_looked_at().await;
        asks(&mut world, MUM, "A copy").await;
        world.taps(MUM, "I fetch it at the school").await;
        let id = all(&world).await[0].id;
        open_first(&mut world).await;
        world.taps(LEAD, "Approve the copy").await;
        let moods = async |world: &World| {
            let mut tx = world.store.write().await.unwrap();
            let copy = request::approved(&mut tx, &world.env, id).await.unwrap();
            tx.commit().await.unwrap();
            let made = copy.unwrap().make(&world.env).unwrap();
            let files = unlock(&made.bytes, made.phrase.expose());
            let json = String::from_utf8(files[1].1.clone()).unwrap();
            let value: serde_json::Value = serde_json::from_str(&json).unwrap();
            assert!(json.contains("sentence about Ming"));
            (json.contains("brighter"), value["without_optional"] == true)
        };
        assert_eq!(moods(&world).await, (true, false));
        let stop = dialogue::consent::Tap::Stop(world.school.ming, Purpose::Extras);
        let agree = dialogue::consent::Tap::Agree(
            world.school.ming,
            Purpose::Extras,
            Purpose::Extras.version(),
        );
        let chat = world.chat_of(MUM);
        let stop = dialogue::Tap::Consent(stop).encode();
        world.tap_data(chat, None, &stop).await;
        assert_eq!(moods(&world).await, (false, true));
        world.advance(TimeDelta::minutes(1));
        let agree = dialogue::Tap::Consent(agree).encode();
        world.tap_data(chat, None, &agree).await;
        world.set_clock("2030-05-03T15:59:59Z");
        assert_eq!(moods(&world).await, (true, false));
        world.set_clock("2030-05-03T16:00:00Z");
        assert_eq!(moods(&world).await, (false, true));
    }
}
