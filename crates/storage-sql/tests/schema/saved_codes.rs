//! S25: saved codes come in tens, and each is used once.

use super::{AT, Trial, all, change_by, codes, flow, id, pass, presented_invitation, told};

#[tokio::test]
async fn s25_saved_codes_come_in_tens_and_are_used_once_by_their_proof() {
    let mut trial = Trial::begin().await;
    let begin = [
        presented_invitation(44, 3, 503),
        told(3),
        change_by(123, 3, 3, "replace_saved_codes", 44),
    ];
    trial
        .refused("nine", &all(&[&begin, &codes(3, 123, 9)]), "FOREIGN KEY")
        .await;
    trial
        .refused(
            "eleven",
            &all(&[&begin, &codes(3, 123, 11)]),
            "no fresh change",
        )
        .await;
    trial
        .allowed("ten", &all(&[&begin, &codes(3, 123, 10)]))
        .await;
    trial
        .refused("one more", &codes(1, 102, 11)[10..], "no fresh change")
        .await;
    let of_another = format!(
        "UPDATE saved_codes SET person_id = {} WHERE person_id = {}",
        id(2),
        id(1)
    );
    trial
        .refused("given to another", &[of_another], "never change")
        .await;
    trial
        .refused(
            "deleted",
            &[format!(
                "DELETE FROM saved_codes WHERE person_id = {}",
                id(1)
            )],
            "no fresh change",
        )
        .await;
    let used = |code: u32, person: u32, proof: u32| {
        format!(
            "INSERT INTO saved_code_uses VALUES ({0}, {1}, {2}, {AT})",
            id(code),
            id(person),
            id(proof)
        )
    };
    trial
        .refused("used without proof", &[used(10_200, 1, 51)], "no proof")
        .await;
    trial
        .allowed(
            "used",
            &all(&[
                &[flow(50, 1)],
                &pass(51, 50, 1, "saved_code"),
                &[used(10_200, 1, 51)],
            ]),
        )
        .await;
    trial
        .refused("used by the same proof", &[used(10_201, 1, 51)], "UNIQUE")
        .await;
    trial
        .refused(
            "unused again",
            &["DELETE FROM saved_code_uses".to_owned()],
            "forgotten with its code only",
        )
        .await;
    trial
        .refused(
            "used at another time",
            &["UPDATE saved_code_uses SET at = 1".to_owned()],
            "used once",
        )
        .await;
    let again = [
        presented_invitation(45, 3, 503),
        told(3),
        change_by(124, 3, 3, "replace_saved_codes", 45),
    ];
    let away = [format!(
        "DELETE FROM saved_codes WHERE person_id = {}",
        id(3)
    )];
    trial
        .allowed(
            "a new set in enrolment",
            &all(&[&again, &away, &codes(3, 124, 10)]),
        )
        .await;
}
