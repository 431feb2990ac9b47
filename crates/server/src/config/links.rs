//! Variables set by Kubernetes and Docker, which describe to each container the services beside it.

/// Whether a variable, without `REGAIN_`, has the form of a service link. For a service `regain-web` that is
/// `REGAIN_WEB_SERVICE_HOST`; for the service `regain`, `REGAIN_SERVICE_HOST`.
pub(super) fn is_service_link(key: &str, value: &str) -> bool {
    let key = format!("_{key}");
    let is_address = ["tcp://", "udp://", "sctp://"]
        .iter()
        .any(|scheme| value.trim().starts_with(scheme));
    let has_named_port = key
        .split_once("_SERVICE_PORT_")
        .is_some_and(|(_, name)| !name.is_empty());

    key.ends_with("_SERVICE_HOST")
        || key.ends_with("_SERVICE_PORT")
        || has_named_port
        || (key.ends_with("_PORT") && is_address)
        || key
            .match_indices("PORT_")
            .any(|(at, mark)| key[..at].ends_with('_') && is_of_a_port(&key[at + mark.len()..]))
}

/// The part after `…_PORT_`: `80_TCP`, or that with `_PROTO`, `_PORT` or `_ADDR` appended.
fn is_of_a_port(rest: &str) -> bool {
    let mut parts = rest.split('_');
    let number = parts.next().unwrap_or_default();
    let protocol = parts.next();
    let what = parts.next();

    number.parse::<u16>().is_ok()
        && matches!(protocol, Some("TCP" | "UDP" | "SCTP"))
        && matches!(what, None | Some("PROTO" | "PORT" | "ADDR"))
        && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_any_service_are_known_by_their_shape() {
        for service in [
            "",
            "WEB_",
            "WEB_2_",
            "LISTEN_",
            "SMTP_URL_",
            "KEY_FILE_",
            "A_PORT_",
            "PORT_",
        ] {
            for (rest, value) in [
                ("SERVICE_HOST", "10.0.0.1"),
                ("SERVICE_PORT", "80"),
                ("SERVICE_PORT_HTTP", "80"),
                ("SERVICE_PORT_METRICS_2", "9090"),
                ("PORT", "tcp://10.0.0.1:80"),
                ("PORT", "udp://[fd00::1]:53"),
                ("PORT", "sctp://10.0.0.1:80"),
                ("PORT_80_TCP", "tcp://10.0.0.1:80"),
                ("PORT_80_TCP_PROTO", "tcp"),
                ("PORT_80_TCP_PORT", "80"),
                ("PORT_80_TCP_ADDR", "10.0.0.1"),
                ("PORT_53_UDP_ADDR", "10.0.0.1"),
                ("PORT_65535_SCTP", "sctp://10.0.0.1:65535"),
            ] {
                assert!(
                    is_service_link(&format!("{service}{rest}"), value),
                    "{service}{rest}={value}"
                );
            }
        }
    }

    #[test]
    fn what_only_resembles_one_is_none() {
        for (key, value) in [
            ("PORT", "8080"),
            ("WEB_PORT", ""),
            ("LISTEN_PORT", "3000"),
            ("SERVICE", "x"),
            ("SERVICE_HOSTS", "x"),
            ("WEBSERVICE_HOST", "x"),
            ("SERVICE_PORT_", "x"),
            ("PORT_HTTP_TCP", "x"),
            ("PORT_80", "x"),
            ("PORT_80_HTTP", "x"),
            ("PORT_80_TCP_NAME", "x"),
            ("PORT_80_TCP_ADDR_2", "x"),
            ("PORT_70000_TCP", "x"),
            ("LISTNE", "tcp://10.0.0.1:80"),
        ] {
            assert!(!is_service_link(key, value), "{key}={value}");
        }
    }
}
