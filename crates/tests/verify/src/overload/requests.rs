//! The clients' requests.

use super::server::Device;

/// A sign-in on a known device.
pub(super) fn sign_in(port: u16, device: &Device) -> String {
    let cookie = format!("cookie: __Host-regain-device={}\r\n", device.cookie);
    post(port, &cookie, &device.user_name, &device.password)
}

/// A guess from an unknown browser, with the longest allowed password.
pub(super) fn guess(port: u16, user_name: &str, nth: usize) -> String {
    post(port, "", user_name, &format!("{}{nth:05}", "x".repeat(251)))
}

fn post(port: u16, cookie: &str, user_name: &str, password: &str) -> String {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("identifier", user_name)
        .append_pair("password", password)
        .finish();
    format!(
        "POST /api/sign_in HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\norigin: http://127.0.0.1:{port}\r\n\
         sec-fetch-site: same-origin\r\naccept: application/json\r\ncontent-type: application/x-www-form-urlencoded\r\n\
         {cookie}content-length: {}\r\n\r\n{body}",
        body.len()
    )
}
