//! HTTP/2 by hand: what no well-behaved client does.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, ReadHalf, split};
use tokio::sync::mpsc;

pub(super) const DATA: u8 = 0;
pub(super) const SETTINGS: u8 = 4;
const HEADERS: u8 = 1;
const PING: u8 = 6;
const WINDOW_UPDATE: u8 = 8;
const ACK: u8 = 1;
const END_STREAM: u8 = 1;

/// The client's side of a connection. Nothing gets lost of a frame that is waited for no longer.
pub(super) struct Client {
    stream: ReadHalf<DuplexStream>,
    read: Vec<u8>,
    to_send: mpsc::UnboundedSender<Vec<u8>>,
}

/// What came.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) kind: u8,
    pub(super) flags: u8,
    pub(super) payload: Vec<u8>,
}

impl Frame {
    pub(super) fn ends_the_stream(&self) -> bool {
        self.kind == DATA && self.flags & END_STREAM != 0
    }
}

impl Client {
    /// Begins, with so many bytes of room for each answer.
    pub(super) fn begin(stream: DuplexStream, window: u32) -> Self {
        let (stream, mut writing) = split(stream);
        let (to_send, mut sent) = mpsc::unbounded_channel::<Vec<u8>>();
        tokio::spawn(async move {
            while let Some(bytes) = sent.recv().await {
                // The server may have hung up.
                let _ = writing.write_all(&bytes).await;
            }
        });
        let client = Self {
            stream,
            read: Vec::new(),
            to_send,
        };
        client
            .to_send
            .send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec())
            .unwrap();
        let [a, b, c, d] = window.to_be_bytes();
        client.send(SETTINGS, 0, 0, &[0, 4, a, b, c, d]);
        client
    }

    /// `GET` of a path.
    pub(super) fn get(&self, stream: u32, path: &str) {
        let path = [&[0x04, u8::try_from(path.len()).unwrap()], path.as_bytes()].concat();
        let head = [&[0x82, 0x86], &path[..], b"\x01\x01x"].concat();
        self.send(HEADERS, 0x4 | END_STREAM, stream, &head);
    }

    /// Makes more room, for a stream's answer or, with 0, for all of them.
    pub(super) fn widen(&self, stream: u32, bytes: u32) {
        self.send(WINDOW_UPDATE, 0, stream, &bytes.to_be_bytes());
    }

    /// The next frame, or none at the end. What a live client must answer, it answers.
    pub(super) async fn next(&mut self) -> Option<Frame> {
        let frame = loop {
            if let Some(frame) = self.whole() {
                break frame;
            }
            if self.stream.read_buf(&mut self.read).await.unwrap_or(0) == 0 {
                return None;
            }
        };
        match frame.kind {
            PING if frame.flags & ACK == 0 => self.send(PING, ACK, 0, &frame.payload),
            SETTINGS if frame.flags & ACK == 0 => self.send(SETTINGS, ACK, 0, &[]),
            _ => {}
        }
        Some(frame)
    }

    /// A frame, if all of it was read.
    fn whole(&mut self) -> Option<Frame> {
        let &[a, b, c, kind, flags, ..] = self.read.first_chunk::<9>()?;
        let end = 9 + usize::try_from(u32::from_be_bytes([0, a, b, c])).unwrap();
        let payload = self.read.get(9..end)?.to_vec();
        self.read.drain(..end);
        Some(Frame {
            kind,
            flags,
            payload,
        })
    }

    fn send(&self, kind: u8, flags: u8, stream: u32, payload: &[u8]) {
        let [_, a, b, c] = u32::try_from(payload.len()).unwrap().to_be_bytes();
        let frame = [&[a, b, c, kind, flags], &stream.to_be_bytes()[..], payload].concat();
        self.to_send.send(frame).unwrap();
    }
}
