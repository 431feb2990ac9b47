//! The device of a request, in words of our own: `User-Agent` text never reaches a mail (S70).

use crate::Language;
use serde::{Deserialize, Serialize};

/// A browser that people know by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Browser {
    /// Google Chrome, and Chromium.
    Chrome,
    /// Microsoft Edge.
    Edge,
    /// Mozilla Firefox.
    Firefox,
    /// Opera.
    Opera,
    /// Apple Safari.
    Safari,
    /// Samsung Internet.
    SamsungInternet,
}

/// An operating system that people know by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum System {
    /// Android.
    Android,
    /// ChromeOS.
    ChromeOs,
    /// An iPad that identifies as one; most identify as a Mac.
    Ipad,
    /// An iPhone.
    Iphone,
    /// Linux on a desktop.
    Linux,
    /// macOS.
    MacOs,
    /// Windows.
    Windows,
}

/// The device, as far as known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Device {
    /// Both are known.
    BrowserOn(Browser, System),
    /// The system isn't known.
    Browser(Browser),
    /// The browser isn't known.
    System(System),
}

impl Browser {
    const fn name(self) -> &'static str {
        match self {
            Self::Chrome => "Chrome",
            Self::Edge => "Edge",
            Self::Firefox => "Firefox",
            Self::Opera => "Opera",
            Self::Safari => "Safari",
            Self::SamsungInternet => "Samsung Internet",
        }
    }

    /// The order matters: nearly every browser also claims to be Chrome, and Chrome to be Safari.
    fn of_user_agent(text: &str) -> Option<Self> {
        const MARKS: [(&str, Browser); 11] = [
            ("Edg/", Browser::Edge),
            ("EdgA/", Browser::Edge),
            ("EdgiOS/", Browser::Edge),
            ("OPR/", Browser::Opera),
            ("SamsungBrowser/", Browser::SamsungInternet),
            ("FxiOS/", Browser::Firefox),
            ("Firefox/", Browser::Firefox),
            ("CriOS/", Browser::Chrome),
            ("Chrome/", Browser::Chrome),
            ("Chromium/", Browser::Chrome),
            ("Safari/", Browser::Safari),
        ];

        MARKS
            .into_iter()
            .find(|(mark, _)| text.contains(mark))
            .map(|(_, browser)| browser)
    }
}

impl System {
    const fn name(self) -> &'static str {
        match self {
            Self::Android => "Android",
            Self::ChromeOs => "ChromeOS",
            Self::Ipad => "iPad",
            Self::Iphone => "iPhone",
            Self::Linux => "Linux",
            Self::MacOs => "macOS",
            Self::Windows => "Windows",
        }
    }

    /// The order matters: Android also says Linux, and an iPhone "like Mac OS X".
    fn of_user_agent(text: &str) -> Option<Self> {
        const MARKS: [(&str, System); 7] = [
            ("iPhone", System::Iphone),
            ("iPad", System::Ipad),
            ("Android", System::Android),
            ("CrOS", System::ChromeOs),
            ("Windows", System::Windows),
            ("Macintosh", System::MacOs),
            ("Linux", System::Linux),
        ];

        MARKS
            .into_iter()
            .find(|(mark, _)| text.contains(mark))
            .map(|(_, system)| system)
    }
}

impl Device {
    /// Most bytes of a `User-Agent` header that are examined.
    const LOOKED_AT: usize = 512;

    /// Reads a `User-Agent` header; it is a claim, not a proof.
    #[must_use]
    pub fn from_user_agent(header: &str) -> Option<Self> {
        let end = (0..=header.len().min(Self::LOOKED_AT))
            .rev()
            .find(|end| header.is_char_boundary(*end))?;
        let text = &header[..end];
        match (Browser::of_user_agent(text), System::of_user_agent(text)) {
            (Some(browser), Some(system)) => Some(Self::BrowserOn(browser, system)),
            (Some(browser), None) => Some(Self::Browser(browser)),
            (None, Some(system)) => Some(Self::System(system)),
            (None, None) => None,
        }
    }

    /// Describes it in a reader's language: "Chrome on Windows".
    #[must_use]
    pub fn describe(self, language: Language) -> String {
        match (self, language) {
            (Self::BrowserOn(browser, system), Language::English) => {
                format!("{} on {}", browser.name(), system.name())
            }
            (
                Self::BrowserOn(browser, system),
                Language::TraditionalChinese | Language::SimplifiedChinese,
            ) => {
                format!("{} 上的 {}", system.name(), browser.name())
            }
            (Self::Browser(browser), _) => browser.name().to_owned(),
            (Self::System(system), _) => system.name().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_common_browsers_and_systems() {
        let described = |header| {
            Device::from_user_agent(header).map(|device| device.describe(Language::English))
        };
        let cases = [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 \
                 Safari/537.36",
                "Chrome on Windows",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 \
                 Safari/537.36 Edg/140.0.0.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                 Version/18.6 Mobile/15E148 Safari/604.1",
                "Safari on iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 \
                 Chrome/130.0.0.0 Mobile Safari/537.36",
                "Samsung Internet on Android",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
                "Firefox on Linux",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                 Version/18.6 Safari/605.1.15",
                "Safari on macOS",
            ),
            ("Firefox/143.0", "Firefox"),
            ("something on Android", "Android"),
        ];
        for (header, expected) in cases {
            assert_eq!(described(header).as_deref(), Some(expected), "{header}");
        }

        assert_eq!(described("curl/8.5"), None);
        assert_eq!(described(""), None);
    }

    #[test]
    fn s70_nothing_of_a_hostile_header_comes_through() {
        let device = Device::from_user_agent("<script>Chrome/1\r\nBcc: x@y.example Windows")
            .expect("a device");
        assert_eq!(
            device.describe(Language::SimplifiedChinese),
            "Windows 上的 Chrome"
        );
        assert_eq!(Device::from_user_agent(&"電".repeat(10_000)), None);
    }
}
