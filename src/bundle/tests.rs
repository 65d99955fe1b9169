//! The site of the example and of hostile repositories: every link leads somewhere, nothing runs, equal input gives equal bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use super::{Answers, Bundle, DataFile, IsTold, Problem, Sink, SiteInput, data_path, site};
use crate::catalog::{Loaded, link, load};
use crate::graph::build;
use crate::lint::check;
use crate::lint::documentation::score_of;
use crate::local::{Shop, Uses, check_in};
use crate::resolve::{by_preference, solve};
use crate::world::{MemoryWorld, World};

fn example() -> MemoryWorld {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/example-plans");
    let files =
        walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    MemoryWorld::new(files.map(|entry| {
        let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        #[expect(clippy::disallowed_methods, reason = "the example is on the disk")]
        let content = std::fs::read(entry.path()).unwrap();
        (path, content)
    }))
}

fn built(world: &dyn World) -> (Bundle, Vec<Problem>) {
    built_for(world, None)
}

fn built_for(world: &dyn World, base_url: Option<&str>) -> (Bundle, Vec<Problem>) {
    let Loaded { sources, mut catalog, .. } = load(world, Vec::new());
    link(&mut catalog);
    let graph = build(&catalog);
    let choice = by_preference(&graph);
    let uses = Uses::of(&graph);
    let shops: Vec<Shop<'_>> =
        (0..catalog.facilities.len()).map(|facility| Shop::new(&catalog, &graph, &uses, facility)).collect();
    let bundle = Mutex::new(Bundle::default());
    let answers = |index: usize, _: IsTold<'_>| {
        let id = catalog.plans[index].id.value.as_str();
        let root = graph.item_index(id).unwrap();
        let path = data_path(id, None, "resolution");
        bundle.put(&path, b"{}\n");
        Answers {
            resolution: solve(&graph, choice.clone(), root, 1.0),
            places: shops.iter().filter_map(|shop| Some(check_in(shop, root, 1.0).ok()?.into())).collect(),
            data: vec![DataFile { path, title: "Resolution".to_owned(), size: Some(3) }],
            packets: Vec::new(),
        }
    };
    let checked = check(world, load(world, Vec::new()));
    let documentation = |plan: usize| score_of(world, &checked, plan);
    let input = SiteInput {
        world,
        sources: &sources,
        catalog: &catalog,
        graph: &graph,
        choice: &choice,
        answers: &answers,
        documentation: &documentation,
        data: Vec::new(),
        has_data: true,
        claims: &[],
        base_url: base_url.map(str::to_owned),
    };
    let problems = site(&input, &bundle);
    (bundle.into_inner().unwrap(), problems)
}

fn pages(bundle: &Bundle) -> BTreeMap<&str, &str> {
    let pages = bundle.iter().filter(|(path, _)| path.ends_with(".html"));
    pages.map(|(path, content)| (path, std::str::from_utf8(content).unwrap())).collect()
}

/// The values of an attribute, unescaped as far as addresses need it.
fn values<'h>(html: &'h str, attribute: &str) -> Vec<String> {
    let marker = format!(" {attribute}=\"");
    let starts: Vec<&'h str> = html.split(&marker).skip(1).collect();
    starts
        .iter()
        .filter_map(|rest| rest.split('"').next())
        .map(|value| value.replace("&amp;", "&").replace("&#x3D;", "="))
        .collect()
}

/// What an address points at: (path, anchor).
fn target(from: &str, href: &str) -> (String, Option<String>) {
    let (path, anchor) =
        href.split_once('#').map_or((href, None), |(path, anchor)| (path, Some(crate::instructions::decode(anchor))));
    if path.is_empty() {
        return (from.to_owned(), anchor);
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        if part == ".." {
            assert!(parts.pop().is_some(), "{href} on {from} leads out of the folder")
        } else {
            parts.push(part)
        }
    }
    (crate::instructions::decode(&parts.join("/")), anchor)
}

fn assert_links_hold(bundle: &Bundle) {
    let pages = pages(bundle);
    let anchors: BTreeMap<&str, BTreeSet<String>> =
        pages.iter().map(|(path, html)| (*path, values(html, "id").into_iter().collect())).collect();
    for (path, html) in &pages {
        let ids = values(html, "id");
        assert_eq!(ids.len(), anchors[path].len(), "an id is given twice on {path}");
        for href in values(html, "href") {
            if href.starts_with("https://") || href.starts_with("http://") {
                continue;
            }
            let (to, anchor) = target(path, &href);
            assert!(bundle.files.contains_key(&to), "{href} on {path} leads to {to}, which is not there");
            if let Some(anchor) = anchor {
                assert!(
                    anchors.get(to.as_str()).is_some_and(|known| known.contains(&anchor)),
                    "{href} on {path}: no such anchor"
                );
            }
        }
        for src in values(html, "src") {
            assert!(bundle.files.contains_key(&target(path, &src).0), "{src} on {path} is not there");
        }
    }
}

#[test]
fn what_every_page_loads_is_small() {
    let world = MemoryWorld::new([("groundup.yaml", "kind: repository\nformat: 1\nname: x\n")]);
    let (bundle, _) = built(&world);
    let size: usize = ["style.css", "site.js"].iter().map(|path| bundle.files[*path].len()).sum();
    assert!(size <= 60_000, "{size} bytes of style and script");
}

#[test]
fn every_link_of_the_example_leads_somewhere() {
    let (bundle, problems) = built(&example());
    assert_eq!(problems, []);
    assert!(pages(&bundle).len() > 100);
    assert_links_hold(&bundle);
}

#[test]
fn equal_input_gives_equal_bytes() {
    let (first, second) = (built(&example()).0, built(&example()).0);
    assert!(first.files == second.files);
}

#[test]
fn the_page_of_a_plan_goes_down_to_the_ground_and_up_to_the_build() {
    let (bundle, _) = built(&example());
    let page = pages(&bundle)["plans/ceb-press-v2509p.html"];
    let section = |from: &str, to: &str| {
        let start = page.find(&format!("id=\"{from}\"")).unwrap();
        let end = page[start..].find(&format!("id=\"{to}\"")).unwrap();
        &page[start..start + end]
    };
    let tree = section("tree", "graph");
    assert!(tree.contains("<span class=\"mark raw\">raw</span>") && tree.contains("../materials/iron-scrap.html"));
    assert!(tree.matches("<details").count() < 100, "what is shared is opened once");
    assert!(tree.contains("opened above"));
    let graph = section("graph", "flow");
    let boxes = graph.matches("<title>").count() - graph.matches("<path").count();
    assert!((10..=45).contains(&boxes), "{boxes} boxes");
    let flow = section("flow", "totals");
    assert!(flow.contains("class=\"ribbon made\"") && flow.contains("../materials/iron-scrap.html"));
    assert!(!graph.contains("style=") && !flow.contains("style="));
    let steps = section("steps", "places");
    assert!(steps.contains("<h4>Parts</h4>") && steps.contains("<h4>Tools</h4>") && steps.contains("href=\"#line-"));
    assert!(steps.contains("5 h · welder") || steps.contains("5\u{a0}h · welder"));
    assert!(page.contains("href=\"#documentation\"") && page.contains("id=\"documentation\""));
    assert!(page.contains("id=\"files\"") && page.contains("id=\"comparison\"") && page.contains("id=\"safety\""));
}

const HOSTILE_PLAN: &str = r#"kind: plan
id: trap
title: 'Trap <script>alert(1)</script> "x" <svg onload=alert(1)>'
summary: '<img src=x onerror=alert(1)>'
description: '<script>alert(1)</script> [x](javascript:alert(1)) <iframe src="https://evil.example"></iframe>'
authors: [{name: '<b>Mallory</b>', url: 'javascript:alert(1)'}]
instructions: build.md
image: evil.svg
files: [{path: evil.svg, role: drawing}, {path: page.html, role: source}, {path: ../../../etc/passwd, role: source}, {path: 'good file#1.txt', role: source}]
bom: [{item: sand, quantity: 1 kg}]
sources: [{title: '<script>', url: 'data:text/html,x', grade: stated}]
"#;

#[test]
fn hostile_documents_come_out_inert() {
    let world = MemoryWorld::new([
        (
            "groundup.yaml",
            "kind: repository\nformat: 1\nname: x\ntitle: '</title><script>alert(1)</script>'\nurl: 'javascript:alert(1)'\n",
        ),
        ("plans/trap/plan.yaml", HOSTILE_PLAN),
        (
            "plans/trap/build.md",
            "# Build\n\n## <img src=x onerror=alert(1)> [s](item:sand?quantity=1)\n\n![p](https://evil.example/p.png) [f](good%20file%231.txt) [l](../../secret)\n\n<a href=\"javascript:x\" onclick=\"x\">y</a>\n",
        ),
        ("plans/trap/evil.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("plans/trap/page.html", "<script>alert(1)</script>"),
        ("plans/trap/good file#1.txt", "fine"),
        (
            "materials/a.yaml",
            "kind: material\nid: sand\nunit: kg\norigin: raw\nfrom: ground\ndescription: '<script>x</script>'\n",
        ),
    ]);
    let (bundle, problems) = built_for(&world, Some("https://example.org/"));
    let left_out: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(left_out, ["plans/trap/evil.svg", "plans/trap/page.html"]);
    assert!(bundle.files.contains_key("files/trap/good file#1.txt"));
    assert_links_hold(&bundle);
    for (path, html) in pages(&bundle) {
        // The site's own script is the only one, named by address.
        let own = format!("<script src=\"{}site.js\" defer></script>\n", "../".repeat(path.matches('/').count()));
        assert_eq!(html.matches(&own).count(), 1, "{path}");
        let html = html.replace(&own, "");
        // Data are no script, and end where they should.
        let html = match html.split_once("<script type=\"application/ld+json\">") {
            Some((before, rest)) => {
                let (data, after) = rest.split_once("</script>").unwrap();
                let data: serde_json::Value = serde_json::from_str(data).unwrap();
                assert_eq!(data["@graph"][0]["name"], "Trap <script>alert(1)</script> \"x\" <svg onload=alert(1)>");
                assert!(data["@graph"][0]["author"][0].get("url").is_none());
                format!("{before}{after}")
            }
            None => html,
        };
        let lower = html.to_lowercase();
        for bad in [
            "<script",
            "<iframe",
            "\"javascript:",
            "\"data:",
            "<svg onload",
            "<img src=x",
            "onclick=\"",
            "onerror=\"",
            "src=\"https:",
        ] {
            assert!(!lower.contains(bad), "{bad} on {path}");
        }
    }
    for path in ["feed.xml", "sitemap.xml", "search.js", "makeable.js"] {
        let text = String::from_utf8_lossy(&bundle.files[path]).to_lowercase();
        for bad in ["<script", "<svg", "<img", "\"javascript:"] {
            assert!(!text.contains(bad), "{bad} in {path}");
        }
    }
}

#[test]
fn a_plan_that_cannot_be_resolved_gets_a_page_that_says_why() {
    let world = MemoryWorld::new([
        ("groundup.yaml", "kind: repository\nformat: 1\nname: x\n"),
        ("plans/a/plan.yaml", "kind: plan\nid: a\nbom: [{item: egg, quantity: 1 kg}]\n"),
        (
            "materials/a.yaml",
            "kind: material\nid: egg\nunit: kg\norigin: made\n---\nkind: material\nid: hen\nunit: kg\norigin: made\n",
        ),
        (
            "processes/a.yaml",
            "kind: process\nid: lay\noutputs: [{item: egg, quantity: 1 kg}]\ninputs: [{item: hen, quantity: 2 kg}]\n---\nkind: process\nid: hatch\noutputs: [{item: hen, quantity: 1 kg}]\ninputs: [{item: egg, quantity: 2 kg}]\n",
        ),
    ]);
    let (bundle, problems) = built(&world);
    assert_eq!(problems, []);
    assert!(pages(&bundle)["plans/a.html"].contains("cannot be followed down to the ground"));
    assert_links_hold(&bundle);
}

#[test]
fn a_long_chain_does_not_overflow_a_page() {
    let mut materials = String::from("kind: material\nid: m0\nunit: kg\norigin: raw\n");
    let mut processes = String::new();
    for step in 1..200 {
        materials.push_str(&format!("---\nkind: material\nid: m{step}\nunit: kg\norigin: made\n"));
        let separator = if step > 1 { "---\n" } else { "" };
        processes.push_str(&format!("{separator}kind: process\nid: p{step}\noutputs: [{{item: m{step}, quantity: 1 kg}}]\ninputs: [{{item: m{}, quantity: 1 kg}}]\n", step - 1));
    }
    let plan = "kind: plan\nid: a\nbom: [{item: m199, quantity: 1 kg}]\n".to_owned();
    let manifest = "kind: repository\nformat: 1\nname: x\n".to_owned();
    let world = MemoryWorld::new([
        ("groundup.yaml", manifest),
        ("plans/a/plan.yaml", plan),
        ("materials/a.yaml", materials),
        ("processes/a.yaml", processes),
    ]);
    let (bundle, problems) = built(&world);
    assert_eq!(problems, []);
    assert_links_hold(&bundle);
    assert!(pages(&bundle)["plans/a.html"].contains("for want of room"));
}

#[test]
fn each_of_many_plans_is_reached_by_links_alone() {
    let plan = |index: usize| {
        let text = format!("kind: plan\nid: p{index}\nbom: [{{item: gravel, quantity: 1 kg}}]\n");
        (format!("plans/p{index}/plan.yaml"), text)
    };
    let mut files: Vec<(String, String)> = (0..130).map(plan).collect();
    files.extend([
        ("groundup.yaml".to_owned(), "kind: repository\nformat: 1\nname: x\n".to_owned()),
        ("materials/a.yaml".to_owned(), "kind: material\nid: gravel\nunit: kg\norigin: raw\nfrom: ground\n".to_owned()),
        ("facilities/a.yaml".to_owned(), "kind: facility\nid: shed\nimports: none\n".to_owned()),
    ]);
    let (bundle, problems) = built(&MemoryWorld::new(files));
    assert_eq!(problems, []);
    assert_links_hold(&bundle);
    let pages = pages(&bundle);
    assert_eq!(pages["index.html"].matches("<article").count(), super::part::lists::FEW);
    let (mut open, mut reached) = (vec!["index.html".to_owned()], BTreeSet::new());
    while let Some(path) = open.pop() {
        if let Some(html) = pages.get(path.as_str()).filter(|_| reached.insert(path.clone())) {
            // The search of the head is a script's; these are links.
            open.extend(values(html, "href").iter().map(|href| target(&path, href).0));
        }
    }
    assert!((0..130).all(|index| reached.contains(&format!("plans/p{index}.html"))), "{reached:?}");
    let blocked = pages["plans/p7.html"];
    assert!(blocked.contains("raw, and no resource of this place") && blocked.contains("the place imports nothing"));
    assert!(pages["facilities/shed.html"].contains("130 plans are blocked"));
    assert!(pages["source/plans/p7/plan.yaml.html"].contains("href=\"../../../plans/p7.html\""));
}

#[test]
fn home_shows_the_first_of_many_things_of_a_kind_and_leads_to_all() {
    let many = |text: &dyn Fn(usize) -> String| (0..250).map(text).collect::<Vec<_>>().join("---\n");
    let files = [
        ("groundup.yaml", "kind: repository\nformat: 1\nname: x\n".to_owned()),
        ("materials/a.yaml", many(&|it| format!("kind: material\nid: m{it}\nunit: kg\norigin: raw\nfrom: ground\n"))),
        (
            "processes/a.yaml",
            many(&|it| {
                format!(
                    "kind: process\nid: r{it}\ninputs: [{{item: m{it}, quantity: 1 kg}}]\noutputs: [{{item: m0, quantity: 1 kg}}]\n"
                )
            }),
        ),
        ("capabilities/a.yaml", many(&|it| format!("kind: capability\nid: do/c{it}\n"))),
        ("facilities/a.yaml", many(&|it| format!("kind: facility\nid: f{it}\nimports: none\n"))),
    ];
    let (bundle, problems) = built(&MemoryWorld::new(files));
    assert_eq!(problems, []);
    assert_links_hold(&bundle);
    let pages = pages(&bundle);
    for folder in ["materials", "processes", "capabilities", "facilities"] {
        let things = |path: &str| {
            let links = values(pages[path], "href").into_iter();
            links.filter(|href| href.starts_with(&format!("{folder}/"))).collect::<BTreeSet<_>>()
        };
        assert!((30..=super::part::lists::FEW).contains(&things("index.html").len()), "{folder}");
        let lists: Vec<BTreeSet<String>> = (1..=2).map(|list| things(&format!("{folder}-{list}.html"))).collect();
        assert_eq!(lists.iter().map(BTreeSet::len).collect::<Vec<_>>(), [200, 50], "{folder}");
        assert!(lists[0].is_disjoint(&lists[1]), "{folder}");
        assert!(pages["index.html"].contains(&format!("All 250 {folder} by name")), "{folder}");
    }
    assert!(!bundle.files.contains_key("plans.js"), "there are no plans to filter");
}
