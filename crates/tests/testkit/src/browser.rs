//! The browser of a person.

use crate::jar::Jar;
use crate::origin::{HOST, ORIGIN};
use crate::{Answer, Kept, SettableClock};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, header};
use regain_service::Clock as _;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tower::ServiceExt as _;
use url::form_urlencoded;

/// The `accept` header of browsers that open a page.
const PAGES: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// A browser with its cookies.
pub struct Browser {
    router: Router,
    clock: Arc<SettableClock>,
    jar: Mutex<Jar>,
    page: Mutex<Option<String>>,
    headers: HeaderMap,
    address: Option<IpAddr>,
}

impl Browser {
    pub(crate) fn new(router: Router, clock: Arc<SettableClock>) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("en"));
        Self {
            router,
            clock,
            jar: Mutex::default(),
            page: Mutex::default(),
            headers,
            address: None,
        }
    }

    /// The same browser with another header on every request: `accept-language`, `user-agent`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
        self
    }

    /// The same browser at another address.
    ///
    /// # Panics
    /// If it isn't one.
    #[must_use]
    pub fn from(mut self, address: &str) -> Self {
        self.address = Some(address.parse().expect("an address"));
        self
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        *self.page() = Some(format!("{ORIGIN}{path}"));
        let request = Request::builder()
            .uri(path)
            .header(header::ACCEPT, PAGES)
            .body(Body::empty());
        self.send(request.expect("a path")).await
    }

    /// Opens the page that an answer leads to.
    ///
    /// # Panics
    /// If it leads nowhere.
    pub async fn follow(&self, answer: &Answer) -> Answer {
        let location = answer
            .location()
            .unwrap_or_else(|| panic!("it leads nowhere: {answer:?}"));
        self.get(location).await
    }

    /// Sends a plain form, as a browser without script does.
    pub async fn post(&self, endpoint: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(self.form(&api(endpoint), &encoded(fields))).await
    }

    /// Sends the same form as script does.
    pub async fn call(&self, endpoint: &str, fields: &[(&str, &str)]) -> Answer {
        let mut request = self.form(&api(endpoint), &encoded(fields));
        request
            .headers_mut()
            .insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        self.send(request).await
    }

    /// A form as a page of ours sends it, so that a test can change it first.
    ///
    /// # Panics
    /// If `path` isn't one.
    pub fn form(&self, path: &str, body: &str) -> Request<Body> {
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::ACCEPT, PAGES)
            .header(header::ORIGIN, ORIGIN)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::CONTENT_LENGTH, body.len())
            .body(Body::from(body.to_owned()))
            .expect("a path");
        if let Some(page) = self.page().as_deref() {
            request.headers_mut().insert(
                header::REFERER,
                HeaderValue::try_from(page).expect("an address is ASCII"),
            );
        }
        request
    }

    /// Sends a request with the cookies, and keeps those of the answer. Headers that the request
    /// already has stay.
    ///
    /// # Panics
    /// If the answer has a cookie that no browser would take.
    pub async fn send(&self, mut request: Request<Body>) -> Answer {
        let now = self.clock.now();
        for (name, value) in &self.headers {
            request.headers_mut().entry(name).or_insert(value.clone());
        }
        request
            .headers_mut()
            .entry(header::HOST)
            .or_insert(HeaderValue::from_static(HOST));
        if let Some(cookies) = self.jar().header(now) {
            request.headers_mut().insert(header::COOKIE, cookies);
        }
        if let Some(address) = self.address {
            request
                .extensions_mut()
                .insert(ConnectInfo(SocketAddr::new(address, 9)));
        }
        let Ok(response) = self.router.clone().oneshot(request).await;
        let (parts, body) = response.into_parts();
        for value in parts.headers.get_all(header::SET_COOKIE) {
            self.jar().take(value, now);
        }
        let body = to_bytes(body, usize::MAX).await.expect("the body arrives");
        let body = String::from_utf8_lossy(&body).into_owned();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }

    /// The cookie `__Host-regain-NAME`.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<Kept> {
        self.jar().get(&full(name)).cloned()
    }

    /// Puts a cookie `__Host-regain-NAME` into the browser, as an attacker might.
    pub fn plant_cookie(&self, name: &str, value: &str) {
        self.jar().put(&full(name), value);
    }

    /// Removes the cookie `__Host-regain-NAME`.
    pub fn lose_cookie(&self, name: &str) {
        self.jar().remove(&full(name));
    }

    /// Closes the browser and opens it again, which drops cookies that last only for a session.
    pub fn reopen(&self) {
        self.jar().close();
        *self.page() = None;
    }

    /// Another browser with a copy of the cookies, as a thief has it.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self {
            router: self.router.clone(),
            clock: Arc::clone(&self.clock),
            jar: Mutex::new(self.jar().clone()),
            page: Mutex::default(),
            headers: self.headers.clone(),
            address: self.address,
        }
    }

    /// A copy of this browser that reaches another world at the same address: the one of `there`.
    #[must_use]
    pub fn in_world_of(&self, there: Self) -> Self {
        let jar = Mutex::new(self.jar().clone());
        Self {
            jar,
            headers: self.headers.clone(),
            address: self.address,
            ..there
        }
    }

    fn jar(&self) -> MutexGuard<'_, Jar> {
        self.jar.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn page(&self) -> MutexGuard<'_, Option<String>> {
        self.page.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn api(endpoint: &str) -> String {
    format!("/api/{endpoint}")
}

fn full(name: &str) -> String {
    format!("__Host-regain-{name}")
}

fn encoded(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}
