//! A site that knows where it is published, where its files are changed, and how it is to look.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::commands::{check_json, groundup, repository};
use super::views::commit;

const PLAN: &str = "kind: plan\nid: press\ntitle: 'Press <of> \"steel\" & </script>'\nversion: 1.10\nsummary: Presses & holds.\n\
    keywords: [pressing]\nlicense: CERN-OHL-S-2.0\nauthors: [{name: 'A {B}', url: 'https://example.org/a'}]\ninstructions: build.md\n\
    image: press.png\nimage-alt: The press\nfiles: [{path: press.png, role: image}]\nbom: [{item: steel, quantity: 2 kg}]\n";

fn shop(manifest: &str) -> TempDir {
    repository(&[
        ("groundup.yaml", &format!("kind: repository\nformat: 1\nname: shop\ntitle: The shop\n{manifest}")),
        ("plans/press/plan.yaml", PLAN),
        ("plans/press/build.md", "# Build\n\n## Weld\n\nTake [steel](item:steel?quantity=2).\n"),
        ("plans/press/press.png", "\u{89}PNG"),
        ("materials/steel.yaml", "kind: material\nid: steel\nunit: kg\norigin: bought\nprice: 2 USD/kg\n"),
        ("facilities/works.yaml", "kind: facility\nid: works\nimports: any\n"),
    ])
}

fn site(root: &Path, arguments: &[&str]) -> TempDir {
    let output = TempDir::new().expect("a folder");
    let (root, folder) = (root.to_string_lossy(), output.path().to_string_lossy().into_owned());
    let mut all = vec!["site", &*root, "-o", &folder];
    all.extend(arguments);
    let result = groundup(&all).env("SOURCE_DATE_EPOCH", "1758326400").output().expect("it runs");
    assert_ne!(result.status.code(), Some(2), "{arguments:?}: {}", String::from_utf8_lossy(&result.stderr));
    output
}

fn text(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn a_site_without_an_address_names_none() {
    let repository = shop("");
    let output = site(repository.path(), &[]);
    for path in ["feed.xml", "sitemap.xml", "robots.txt"] {
        assert!(!output.path().join(path).exists(), "{path}");
    }
    let page = text(output.path(), "plans/press.html");
    assert!(!page.contains("canonical") && !page.contains("og:") && page.contains("application/ld+json"));
    // What an author wrote ends no element.
    assert_eq!(page.matches("</script>").count(), 2);
    assert!(page.contains("cff-version: 1.2.0") && page.contains("@misc{press,"));
    assert!(page.contains("give whoever gets one the complete sources"), "the licence in words");
    assert!(!page.contains("Edit this page"), "nothing says where");
}

#[test]
fn full_addresses_are_written_where_the_site_has_one() {
    for (manifest, arguments) in
        [("", &["--base-url", "https://example.org/a"][..]), ("base-url: https://example.org/a/\n", &[])]
    {
        let repository = shop(manifest);
        commit(repository.path(), "A lighter <frame>");
        let output = site(repository.path(), arguments);
        let page = text(output.path(), "plans/press.html");
        for line in [
            "<link rel=\"canonical\" href=\"https://example.org/a/plans/press.html\">",
            "<meta property=\"og:title\" content=\"Press &lt;of&gt; &quot;steel&quot; &amp; &lt;/script&gt;\">",
            "<meta property=\"og:description\" content=\"Presses &amp; holds.\">",
            "<meta property=\"og:image\" content=\"https://example.org/a/files/press/press.png\">",
            "<meta name=\"twitter:card\" content=\"summary_large_image\">",
        ] {
            assert!(page.contains(line), "{line}\n{}", &page[..2500]);
        }
        let home = text(output.path(), "index.html");
        assert!(home.contains("<link rel=\"canonical\" href=\"https://example.org/a/\">"));
        assert!(text(output.path(), "robots.txt").contains("Sitemap: https://example.org/a/sitemap.xml\n"));
        let sitemap = text(output.path(), "sitemap.xml");
        assert!(sitemap.contains("<loc>https://example.org/a/plans/press.html</loc><lastmod>"), "{sitemap}");
        let feed = text(output.path(), "feed.xml");
        assert!(feed.contains("<id>https://example.org/a/plans/press.html</id>"), "{feed}");
        assert!(feed.contains("Latest change: A lighter &lt;frame&gt;"), "{feed}");
        // Every address that is listed is there.
        for address in sitemap.split("<loc>").skip(1).filter_map(|rest| rest.split("</loc>").next()) {
            let path = address.strip_prefix("https://example.org/a/").expect("ours");
            let path = if path.is_empty() { "index.html" } else { path };
            assert!(output.path().join(path).is_file(), "{address}");
        }
    }
    let refused = groundup(&["site", ".", "-o", "x", "--base-url", "example.org"]).output().expect("it runs");
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("expected an address such as"));
}

#[test]
fn pages_lead_to_where_they_are_changed() {
    let repository = shop("");
    commit(repository.path(), "Begin");
    let git = git2::Repository::open(repository.path()).expect("a git repository");
    git.remote("origin", "https://someone:secret@github.com/example/shop.git").expect("a remote");
    let branch = git.head().expect("a head").shorthand().expect("a name").to_owned();
    let page = text(site(repository.path(), &[]).path(), "plans/press.html");
    assert!(!page.contains("secret"));
    let edit = format!("https://github.com/example/shop/edit/{branch}/plans/press/");
    assert!(page.contains(&format!("href=\"{edit}plan.yaml\">Edit this page</a>")), "{page}");
    assert!(page.contains(&format!("href=\"{edit}build.md\">Edit the build instructions</a>")), "{page}");
    // The manifest goes before git; of a host that is not known nothing is said.
    let repository = shop("url: https://codeberg.org/example/shop\n");
    let page = text(site(repository.path(), &[]).path(), "materials/steel.html");
    assert!(page.contains("https://codeberg.org/example/shop/_edit/HEAD/materials/steel.yaml"), "{page}");
    let repository = shop("url: https://example.org/shop\n");
    assert!(!text(site(repository.path(), &[]).path(), "materials/steel.html").contains("Edit this page"));
}

#[test]
fn a_template_of_the_repository_takes_the_place_of_the_built_in_one() {
    let repository = shop("");
    let write = |path: &str, text: &str| {
        let path = repository.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    write("templates/partials/foot.hbs", "</main>\n<p id=\"ours\">{{site_title}} &copy;</p>\n</body>\n</html>\n");
    write("templates/style.css", "body { color: teal }\n");
    let output = site(repository.path(), &[]);
    for page in ["index.html", "plans/press.html", "rules.html"] {
        assert!(text(output.path(), page).contains("<p id=\"ours\">The shop &copy;</p>"), "{page}");
    }
    assert!(text(output.path(), "style.css").starts_with("body { color: teal }"));
    write("templates/plann.hbs", "x");
    let report = check_json(repository.path());
    let found = report["diagnostics"].as_array().expect("findings").iter().find(|it| it["rule"] == "unknown-template");
    let help = found.expect("it is found")["help"].as_str().unwrap_or_default();
    assert_eq!(help, "did you mean `templates/plan.hbs`?");
}
