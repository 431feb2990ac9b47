//! `/invite`: from an invitation to an active account, and every way this can fail.

mod authenticator_app;
mod invitations;
mod invited_again;
mod names_and_passwords;
mod passkey;
mod steps;

use regain_testkit::{Browser, World, done};

const CARLA: &str = "carla@example.org";

/// A browser with Carla's invitation open, and the invitation's code.
async fn invited(world: &World) -> (Browser, String) {
    world.invite(CARLA).await;
    let code = world.mailed_code(CARLA).await;
    let browser = world.browser();
    done(&browser.call("open_invitation", &[("code", &code)]).await);
    (browser, code)
}

async fn heading(browser: &Browser, path: &str) -> String {
    browser.get(path).await.heading()
}

async fn status_of_carla(world: &World) -> String {
    let query = "SELECT status FROM people JOIN identifiers ON id = person_id WHERE canonical = 'carla@example.org'";
    world.database().texts(query).await.remove(0)
}
