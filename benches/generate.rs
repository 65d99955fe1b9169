//! Writes a synthetic repository to disk: `cargo bench --bench generate -- FOLDER PLANS [FACILITIES]`.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a tool for developers"
)]

mod synthetic;

use std::path::Path;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let number =
        |index: usize, otherwise: usize| arguments.get(index).and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let Some(folder) = arguments.first().map(Path::new) else {
        eprintln!("usage: cargo bench --bench generate -- FOLDER PLANS [FACILITIES]");
        return;
    };
    let size = synthetic::Size { plans: number(1, 1_000), facilities: number(2, 4) };
    for (path, content) in synthetic::repository(size, 1) {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(folder)).expect("a folder");
        std::fs::write(path, content).expect("a file");
    }
    eprintln!("{} plans in {}", size.plans, folder.display());
}
