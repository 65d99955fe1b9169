//! The resolver at scale, beside peers that solve the same systems in the same run: `cargo bench --bench resolver [-- SIZE…]`.
//!
//! The peers are Python packages (`scipy`, `bw2calc` with `bw_graph_tools`), run by `PEER_PYTHON`, or `python3`, where they are
//! installed; a peer is given up after `PEER_SECONDS` (120). Their answers are held against ours, and must agree to 1e-9.
//!
//! Times are CPU seconds of all threads, the least of three runs of ours and one of a peer; memory is the peak of the process.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool for developers"
)]

#[expect(dead_code, reason = "shared with the other benches")]
mod synthetic;
mod technosphere;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use groundup::graph::{Graph, ItemIndex};
use groundup::resolve::{
    Resolution, Total, by_preference, contributions_to, evidence_by_total, figures_of, paths_to, solve,
};
use technosphere::Technosphere;

const RUNS: usize = 3;
const CUTOFF: f64 = 5e-4;
const ROOT: ItemIndex = ItemIndex(1_000);

fn main() {
    let mut sizes: Vec<usize> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![20_000, 100_000];
    }
    println!("{:>9}  {:>8}  {:>7}  what", "CPU s", "MB", "ratio");
    for size in &sizes {
        giant_loop(*size);
    }
    acyclic();
    whole_command(sizes[0]);
}

/// One system of one loop: ours, then the peers.
fn giant_loop(size: usize) {
    let system = technosphere::giant_loop(size, 1);
    let graph = system.graph().expect("a graph");
    println!("\n{size} recipes in one loop, {} inputs", system.edges());
    let (demand, resolution) = measure("first demand: choice, amounts, edges, totals", || first_demand(&graph));
    let (contributions, found) = measure("contributions to emissions above 0.05 %", || {
        contributions_to(&graph, &resolution, Total::Emissions, CUTOFF).expect("contributions")
    });
    println!("{:>30}{} branches, {} items", "", found.visits.len(), found.direct.len());
    let far = ItemIndex((ROOT.0 + size as u32 / 2) % size as u32);
    let (_, paths) = measure("why: the paths to a far item", || {
        paths_to(&graph, &resolution, far, 10, 1e-3).expect("paths").expect("it is needed")
    });
    println!("{:>30}{} paths, the rest {:.4} %", "", paths.paths.len(), paths.rest_share * 100.0);
    measure("evidence: every figure's elasticity on five totals", || {
        evidence_by_total(&figures_of(&graph, &resolution).expect("figures"))
    });
    let file = std::env::temp_dir().join(format!("groundup-technosphere-{size}.bin"));
    let amounts: Vec<f64> = resolution.needs.iter().map(|need| need.quantity).collect();
    let branches: Vec<f64> = found.visits.iter().map(|visit| visit.cumulative).collect();
    std::fs::write(&file, technosphere::write(&system, &amounts, &branches)).expect("a file");
    for (stage, ours) in [("scipy", [demand, f64::NAN]), ("bw2calc", [demand, contributions])] {
        peer(stage, &file, ours);
    }
    std::fs::remove_file(&file).expect("it was ours");
}

/// From loaded data to the resolution of one item.
fn first_demand(graph: &Graph) -> Resolution {
    solve(graph, by_preference(graph), ROOT, 1.0).expect("amounts")
}

fn acyclic() {
    let system = technosphere::acyclic(1_000_000, 1);
    let graph = system.graph().expect("a graph");
    println!("\n{} recipes without a loop, {} inputs", system.size(), system.edges());
    let root = ItemIndex(0);
    let (_, resolution) = measure("first demand", || solve(&graph, by_preference(&graph), root, 1.0).expect("amounts"));
    measure("contributions to emissions above 0.05 %", || {
        contributions_to(&graph, &resolution, Total::Emissions, CUTOFF).expect("contributions")
    });
    let far = ItemIndex(system.size() as u32 - 1);
    measure("why: the paths to the last item", || paths_to(&graph, &resolution, far, 10, 1e-3).expect("paths"));
}

/// The command as a whole, from YAML on disk.
fn whole_command(size: usize) {
    let system = technosphere::giant_loop(size, 1);
    let folder = std::env::temp_dir().join(format!("groundup-technosphere-{size}"));
    for (path, content) in system.repository() {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(&folder)).expect("a folder");
        std::fs::write(path, content).expect("a file");
    }
    println!("\nthe command on {size} recipes as YAML");
    let (root, far) = (Technosphere::item_id(ROOT.0 as usize), Technosphere::item_id(size / 2));
    let emissions = ["why", &root, "--total", "emissions", "--cutoff", "0.0005", "--format", "json"];
    for arguments in [&["check"][..], &["resolve", &root, "--format", "json"], &["why", &root, &far], &emissions] {
        let before = child_cpu_seconds();
        let mut command = Command::new(env!("CARGO_BIN_EXE_groundup"));
        let output = command.args(arguments).current_dir(&folder).output().expect("it runs");
        let seconds = child_cpu_seconds() - before;
        println!("{seconds:>9.3}  {:>8}  {:>7}  groundup {}: {}", "", "", arguments.join(" "), output.status);
    }
    std::fs::remove_dir_all(&folder).expect("it was ours");
}

/// Runs a peer on a file, and prints the rows that it reports: seconds, what, and which of our times to hold them against.
fn peer(stage: &str, file: &Path, ours: [f64; 2]) {
    let python = std::env::var("PEER_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let limit = std::env::var("PEER_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(120);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers/technosphere.py");
    let rows = file.with_extension("rows");
    let output = std::fs::File::create(&rows).expect("a file");
    let mut command = Command::new(&python);
    command
        .args([script, stage])
        .arg(file)
        .arg(ROOT.0.to_string())
        .arg(CUTOFF.to_string())
        .stdout(output)
        .stderr(Stdio::null());
    let start = Instant::now();
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => return println!("{:>28}  {stage}: not run: {python}: {error}", ""),
    };
    let status = loop {
        match child.try_wait().expect("a child") {
            Some(status) => break Some(status),
            None if start.elapsed() > Duration::from_secs(limit) => {
                child.kill().expect("our child");
                child.wait().expect("our child");
                break None;
            }
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    for row in std::fs::read_to_string(&rows).expect("rows").lines() {
        let cells: Vec<&str> = row.split('\t').collect();
        let [seconds, megabytes, against, what] = cells[..] else { continue };
        let seconds: f64 = seconds.parse().unwrap_or(f64::NAN);
        let ratio = match against {
            "demand" => format!("{:.0}×", seconds / ours[0]),
            "contributions" => format!("{:.0}×", seconds / ours[1]),
            _ => String::new(),
        };
        println!("{seconds:>9.3}  {megabytes:>8}  {ratio:>7}  {stage}: {what}");
    }
    match status {
        None => println!("{:>28}  {stage}: given up after {limit} s", ""),
        Some(status) if !status.success() => println!("{:>28}  {stage}: not run, or stopped: {status}", ""),
        Some(_) => {}
    }
    std::fs::remove_file(&rows).expect("it was ours");
}

/// The least CPU time of several runs, printed with the peak of memory over what was there before; and the last answer.
fn measure<T>(name: &str, mut run: impl FnMut() -> T) -> (f64, T) {
    let mut best = f64::INFINITY;
    let base = status_megabytes("VmRSS:");
    // Tells the kernel to forget the peak so far.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let mut answer = None;
    for _ in 0..RUNS {
        drop(answer.take());
        let before = cpu_seconds();
        answer = Some(run());
        best = best.min(cpu_seconds() - before);
    }
    let peak = status_megabytes("VmHWM:") - base;
    println!("{best:>9.4}  {peak:>8.0}  {:>7}  {name}", "");
    (best, answer.expect("an answer"))
}

fn status_megabytes(key: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default();
    line.split_whitespace().next().and_then(|number| number.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

/// CPU seconds of this process's threads so far, to the nanosecond.
fn cpu_seconds() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().filter_map(Result::ok);
    let seconds = tasks.filter_map(|task| {
        let text = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse::<f64>().ok()
    });
    seconds.sum::<f64>() / 1e9
}

/// CPU seconds of the processes that this one has waited for, in the kernel's clock ticks (100 a second).
fn child_cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let fields = after_name.split_whitespace().skip(13).take(2);
    fields.filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / 100.0
}
