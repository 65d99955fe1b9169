//! A small web server for one reader: pages out of memory, and word to every open page when they change.

use std::io::Write;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use tiny_http::{Header, Method, Request, Response, Server};

/// Where pages listen for changes.
pub const EVENTS: &str = "__groundup/events";

/// Requests that are answered at once; a page and its pictures are a dozen.
const WORKERS: usize = 8;

/// A page or a file.
#[derive(Clone, Debug)]
pub struct Answer {
    /// 200, or 404.
    pub status: u16,
    /// The type of the content.
    pub mime: &'static str,
    /// The content.
    pub content: Arc<[u8]>,
}

/// Says what stands at a path: without the leading `/`, its escapes resolved. It is asked from several threads.
pub type Content = dyn Fn(&str) -> Answer + Send + Sync;

/// A server at work.
pub struct LiveServer {
    address: SocketAddr,
    listeners: Arc<Mutex<Vec<Box<dyn Write + Send>>>>,
}

impl LiveServer {
    /// Begins to answer.
    ///
    /// # Errors
    /// Says why it cannot, and what to do.
    pub fn start(host: IpAddr, port: u16, content: Arc<Content>) -> Result<Self, String> {
        let server = Server::http((host, port)).map_err(|error| {
            let in_use = error.downcast_ref::<std::io::Error>().is_some_and(|it| it.kind() == std::io::ErrorKind::AddrInUse);
            if in_use {
                let other = port.checked_add(1).unwrap_or(7878);
                return format!("port {port} of {host} is in use\nhelp: take another, such as `--port {other}`, or any free one with `--port 0`");
            }
            format!("cannot listen on port {port} of {host}: {error}")
        })?;
        let address = server.server_addr().to_ip().unwrap_or_else(|| SocketAddr::new(host, port));
        let server = Arc::new(server);
        let listeners: Arc<Mutex<Vec<Box<dyn Write + Send>>>> = Arc::default();
        for _ in 0..WORKERS {
            let (server, listeners, content) = (server.clone(), listeners.clone(), content.clone());
            std::thread::spawn(move || {
                while let Ok(request) = server.recv() {
                    answer(request, address, &listeners, &*content);
                }
            });
        }
        Ok(Self { address, listeners })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Tells every open page that something changed.
    pub fn tell(&self, version: u64) {
        let mut listeners = self.listeners.lock().unwrap_or_else(PoisonError::into_inner);
        let event = format!("event: change\ndata: {version}\n\n");
        // A page that was closed is heard of when it is written to.
        listeners.retain_mut(|listener| listener.write_all(event.as_bytes()).and_then(|()| listener.flush()).is_ok());
    }
}

fn answer(request: Request, address: SocketAddr, listeners: &Mutex<Vec<Box<dyn Write + Send>>>, content: &Content) {
    if !is_for_us(&request, address) {
        // Another name that leads here: a page elsewhere tries to read what is only for this machine.
        let _ = request
            .respond(Response::from_string("this server answers to its own address alone\n").with_status_code(403));
        return;
    }
    if !matches!(request.method(), Method::Get | Method::Head) {
        let _ = request.respond(Response::from_string("only reading is possible here\n").with_status_code(405));
        return;
    }
    let path = request.url().split(['?', '#']).next().unwrap_or_default().trim_start_matches('/').to_owned();
    if path == EVENTS {
        let mut writer = request.into_writer();
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\nretry: 500\n\n";
        if writer.write_all(head.as_bytes()).and_then(|()| writer.flush()).is_ok() {
            listeners.lock().unwrap_or_else(PoisonError::into_inner).push(writer);
        }
        return;
    }
    let found = content(&crate::instructions::decode(&path));
    let mut response = Response::from_data(found.content.to_vec()).with_status_code(found.status);
    for (name, value) in
        [("Content-Type", found.mime), ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]
    {
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    let _ = request.respond(response);
}

/// Whether a request names this machine, where only this machine is answered.
fn is_for_us(request: &Request, address: SocketAddr) -> bool {
    if !address.ip().is_loopback() {
        return true;
    }
    let named = request.headers().iter().find(|header| header.field.equiv("Host")).map(|header| header.value.as_str());
    let Some(named) = named else { return true };
    let host = named
        .rsplit_once(':')
        .map_or(named, |(host, port)| if port.chars().all(|c| c.is_ascii_digit()) { host } else { named });
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
