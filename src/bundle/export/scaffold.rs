//! What a generator needs beside the pages to make a plain site of them: its settings, and where it has none of its own the
//! simplest layouts. Who has a site already takes the pages alone.

use serde_json::{Value, json};

use super::written::{Written, by_folder};
use crate::bundle::form::{Generator, SECTIONS, markdown_text};

/// Files by path.
pub(super) fn scaffold(
    generator: Generator,
    name: &str,
    base_url: Option<&str>,
    pages: &[Written],
) -> Vec<(String, String)> {
    let file = |path: &str, content: String| (path.to_owned(), content);
    match generator {
        Generator::Plain => Vec::new(),
        Generator::Hugo => vec![
            file("hugo.toml", hugo(name, base_url)),
            file("layouts/_default/baseof.html", HUGO_BASE.to_owned()),
            file("layouts/_default/single.html", HUGO_PAGE.to_owned()),
            file("layouts/_default/list.html", HUGO_LIST.to_owned()),
            file("layouts/index.html", HUGO_PAGE.to_owned()),
        ],
        Generator::Zola => vec![
            file("config.toml", zola(name, base_url)),
            file("templates/base.html", ZOLA_BASE.to_owned()),
            file("templates/index.html", ZOLA_SECTION.to_owned()),
            file("templates/section.html", ZOLA_SECTION.to_owned()),
            file("templates/page.html", ZOLA_PAGE.to_owned()),
            file("templates/taxonomy_list.html", ZOLA_TAGS.to_owned()),
            file("templates/taxonomy_single.html", ZOLA_TAG.to_owned()),
        ],
        Generator::Jekyll => {
            let settings = json!({"title": name, "url": base_url.unwrap_or(""), "markdown": "kramdown"});
            vec![file("_config.yml", yaml(&settings)), file("_layouts/default.html", JEKYLL_PAGE.to_owned())]
        }
        Generator::MkDocs => vec![file("mkdocs.yml", mkdocs(name, base_url, pages))],
        Generator::MdBook => vec![
            file("book.toml", toml_text(&json!({"book": {"title": name, "language": "en"}}))),
            file("src/SUMMARY.md", summary(name, pages)),
        ],
        Generator::Docusaurus => {
            let (url, path) = split_url(base_url.unwrap_or("https://example.org/"));
            let config = json!({
                "title": name, "url": url, "baseUrl": path, "onBrokenLinks": "throw",
                "markdown": {"format": "md"},
                "presets": [["classic", {"docs": {"routeBasePath": "/"}, "blog": false}]],
            });
            let package = json!({
                "name": "plans", "private": true, "scripts": {"build": "docusaurus build", "start": "docusaurus start"},
                "dependencies": {
                    "@docusaurus/core": "^3", "@docusaurus/preset-classic": "^3", "react": "^18", "react-dom": "^18",
                },
            });
            vec![
                file("docusaurus.config.js", format!("module.exports = {};\n", pretty(&config))),
                file("package.json", pretty(&package) + "\n"),
            ]
        }
    }
}

fn hugo(name: &str, base_url: Option<&str>) -> String {
    // Relative addresses of files count on each page being a folder, which is what Hugo does if not told otherwise.
    toml_text(&json!({
        "baseURL": base_url.unwrap_or("/"), "title": name, "uglyURLs": false,
        "taxonomies": {"tag": "tags"},
    }))
}

fn zola(name: &str, base_url: Option<&str>) -> String {
    toml_text(&json!({
        "base_url": base_url.unwrap_or("/"), "title": name, "compile_sass": false,
        "taxonomies": [{"name": "tags"}],
    }))
}

fn mkdocs(name: &str, base_url: Option<&str>, pages: &[Written]) -> String {
    let page = |page: &Written| json!({ page.title.clone(): Generator::MkDocs.page(&page.path) });
    let mut navigation = vec![json!({"Home": "index.md"})];
    for (at, pages) in by_folder(pages) {
        let (folder, title) = SECTIONS[at];
        let mut entries = vec![json!({"All": format!("{folder}/index.md")})];
        entries.extend(pages.into_iter().map(page));
        navigation.push(json!({ title: entries }));
    }
    let mut settings = json!({
        "site_name": name,
        "markdown_extensions": ["tables", "fenced_code", "footnotes", "sane_lists"],
        "validation": {"links": {"not_found": "warn", "anchors": "info"}},
        "nav": navigation,
    });
    if let (Value::Object(settings), Some(url)) = (&mut settings, base_url) {
        settings.insert("site_url".to_owned(), json!(url));
    }
    yaml(&settings)
}

fn summary(name: &str, pages: &[Written]) -> String {
    let mut text = format!("# Summary\n\n[{}](index.md)\n\n", markdown_text(name));
    for (at, pages) in by_folder(pages) {
        let (folder, title) = SECTIONS[at];
        text.push_str(&format!("- [{title}]({folder}/index.md)\n"));
        for page in pages {
            let path = Generator::MdBook.page(&page.path);
            text.push_str(&format!("  - [{}]({path})\n", markdown_text(&page.title)));
        }
    }
    text
}

/// The scheme and host of an address, and its path with `/` at both ends.
fn split_url(url: &str) -> (String, String) {
    let start = url.find("://").map_or(0, |at| at + 3);
    let at = url[start..].find('/').map_or(url.len(), |at| start + at);
    let path = url[at..].trim_matches('/');
    let path = if path.is_empty() { "/".to_owned() } else { format!("/{path}/") };
    (url[..at].to_owned(), path)
}

fn yaml(value: &Value) -> String {
    serde_yaml::to_string(value).unwrap_or_default()
}

fn toml_text(value: &Value) -> String {
    toml::to_string(value).unwrap_or_default()
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

const HUGO_BASE: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} · {{ .Site.Title }}</title>
{{ with .Description }}<meta name="description" content="{{ . }}">{{ end }}
</head>
<body>
<p><a href="{{ relURL "" }}">{{ .Site.Title }}</a></p>
<main>
<h1>{{ .Title }}</h1>
{{ block "main" . }}{{ end }}
</main>
</body>
</html>
"#;

const HUGO_PAGE: &str = r#"{{ define "main" }}{{ .Content }}{{ end }}
"#;

const HUGO_LIST: &str = r#"{{ define "main" }}{{ .Content }}{{ if ne .Kind "section" }}<ul>
{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>
{{ end }}</ul>{{ end }}{{ end }}
"#;

const ZOLA_BASE: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{% block title %}{% endblock %} · {{ config.title }}</title>
</head>
<body>
<p><a href="{{ get_url(path="/") }}">{{ config.title }}</a></p>
<main>{% block content %}{% endblock %}</main>
</body>
</html>
"#;

const ZOLA_SECTION: &str = r#"{% extends "base.html" %}
{% block title %}{{ section.title }}{% endblock %}
{% block content %}<h1>{{ section.title }}</h1>{{ section.content | safe }}{% endblock %}
"#;

const ZOLA_PAGE: &str = r#"{% extends "base.html" %}
{% block title %}{{ page.title }}{% endblock %}
{% block content %}<h1>{{ page.title }}</h1>{{ page.content | safe }}{% endblock %}
"#;

const ZOLA_TAGS: &str = r#"{% extends "base.html" %}
{% block title %}Tags{% endblock %}
{% block content %}<h1>Tags</h1><ul>{% for term in terms %}<li><a href="{{ term.permalink }}">{{ term.name }}</a></li>{% endfor %}</ul>{% endblock %}
"#;

const ZOLA_TAG: &str = r#"{% extends "base.html" %}
{% block title %}{{ term.name }}{% endblock %}
{% block content %}<h1>{{ term.name }}</h1><ul>{% for page in term.pages %}<li><a href="{{ page.permalink }}">{{ page.title }}</a></li>{% endfor %}</ul>{% endblock %}
"#;

const JEKYLL_PAGE: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ page.title | escape }} · {{ site.title | escape }}</title>
</head>
<body>
<p><a href="{{ '/' | relative_url }}">{{ site.title | escape }}</a></p>
<main>
<h1>{{ page.title | escape }}</h1>
{{ content }}
</main>
</body>
</html>
"#;
