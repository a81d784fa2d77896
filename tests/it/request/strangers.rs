//! Who gets nothing of it, and how it reads in every language.

use super::*;

/// Every button of this feature, as anybody could forge it.
fn forged(child: ChildId, id: RequestId) -> Vec<Tap> {
    vec![
        Tap::Kept(child),
        Tap::Copy(child),
        Tap::CopyBy(child, Way::Chat),
        Tap::CopyBy(child, Way::School),
        Tap::Correct(child),
        Tap::AskErase(child),
        Tap::Erase(child),
        Tap::AskStop(child),
        Tap::Stop(child),
        Tap::TakeBack(id),
        Tap::Open(id),
        Tap::Accept(id),
        Tap::AskEraseAll(id),
        Tap::EraseAll(id),
        Tap::Refuse(id),
        Tap::RefuseUsual(id),
    ]
}

#[tokio::test]
async fn nobody_else_asks_answers_or_takes_back() {
    for (mut world, _db) in on_both().await {
        asks_for_a_copy(&mut world).await;
        let id = all(&world).await[0].id;
        let (ming, gone) = (world.school.ming, ChildId(7));
        // The guardian, the teacher, a stranger, an excluded father: one same answer.
        let mut tx = world.store.write().await.unwrap();
        let dad = world.adult(DAD);
        exclusion::exclude(&mut tx, &world.env, None, &world.paper(ming, dad))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        for who in [GRANNY, TEACHER, DAD, "stranger"] {
            for tap in forged(ming, id)
                .into_iter()
                .chain(forged(gone, RequestId(7)))
            {
                let chat = world.chat_of(who);
                let data = dialogue::Tap::Request(tap.clone()).encode();
                world.says(who, "/menu").await;
                let (screen, toasts) = (world.screen(who, 1), world.chat(who).toasts.len());
                world.tap_data(chat, None, &data).await;
                assert_eq!(world.screen(who, 1), screen, "{who}: {tap:?}");
                assert_eq!(
                    world.chat(who).toasts[toasts..],
                    ["This is not possible right now.".to_owned()],
                    "{who}: {tap:?}"
                );
            }
        }
        // The asker answers nothing of their own; nothing has changed.
        for tap in [Tap::Accept(id), Tap::Open(id), Tap::EraseAll(id)] {
            let data = dialogue::Tap::Request(tap).encode();
            let chat = world.chat_of(MUM);
            world.tap_data(chat, None, &data).await;
        }
        let now = all(&world).await;
        assert_eq!((now.len(), now[0].state), (1, State::Open));
        assert!(world.chat(MUM).files.is_empty());
        assert_eq!(linked(&world, ming, MUM).await, LinkState::Active);
    }
}

#[tokio::test]
async fn every_language_says_it() {
    for locale in Locale::ALL {
        let db = crate::support::databases::sqlite().await;
        let mut world = family(&db.url).await;
        for who in [MUM, DAD, LEAD] {
            let mut tx = world.store.write().await.unwrap();
            let chat = world.chat_of(who);
            let account = store::accounts::by_chat(&mut tx, BOT, chat).await.unwrap();
            let id = account.unwrap().id;
            store::accounts::set_locale(&mut tx, id, *locale)
                .await
                .unwrap();
            tx.commit().await.unwrap();
        }
        let ming = world.school.ming;
        let mut out = String::new();
        let tap = async |world: &mut World, who: &str, tap: Tap, shown: usize, out: &mut String| {
            let chat = world.chat_of(who);
            let data = dialogue::Tap::Request(tap).encode();
            world.tap_data(chat, None, &data).await;
            out.push_str(&format!("=== {who}\n{}", world.screen(who, shown)));
        };
        for one in [
            Tap::Kept(ming),
            Tap::Copy(ming),
            Tap::CopyBy(ming, Way::Chat),
            Tap::Correct(ming),
            Tap::CorrectLine(ming, hongyan::model::request::Line::Class),
            Tap::AskErase(ming),
            Tap::AskStop(ming),
        ] {
            tap(&mut world, MUM, one, 1, &mut out).await;
        }
        tap(&mut world, MUM, Tap::CopyBy(ming, Way::School), 1, &mut out).await;
        tap(&mut world, DAD, Tap::Erase(ming), 1, &mut out).await;
        let ids: Vec<RequestId> = all(&world).await.iter().rev().map(|r| r.id).collect();
        tap(&mut world, LEAD, Tap::Waiting, 1, &mut out).await;
        for one in [
            Tap::Open(ids[0]),
            Tap::Refuse(ids[0]),
            Tap::RefuseUsual(ids[0]),
            Tap::Open(ids[1]),
            Tap::AskEraseAll(ids[1]),
        ] {
            tap(&mut world, LEAD, one, 1, &mut out).await;
        }
        out.push_str(&format!("=== mum\n{}", world.screen(MUM, 1)));
        tap(&mut world, LEAD, Tap::RefuseUsual(ids[1]), 1, &mut out).await;
        out.push_str(&format!("=== dad\n{}", world.screen(DAD, 1)));
        insta::assert_snapshot!(format!("words_{}", locale.as_str()), out);
    }
}
