//! Where a page can be changed: the address at which the repository's host edits the file that the page is made from.

use super::links::{relative, web};
use crate::catalog::Catalog;
use crate::text::RepoPath;
use crate::world::Provenance;

/// Hosts whose address for editing a file is known: a word in the host's name, what stands before the branch, and after the path.
/// Named by those that publish it: GitHub, GitLab, Forgejo and Gitea (Codeberg among them), Bitbucket.
const HOSTS: [(&str, &str, &str); 6] = [
    ("github", "/edit/", ""),
    ("gitlab", "/-/edit/", ""),
    ("codeberg", "/_edit/", ""),
    ("forgejo", "/_edit/", ""),
    ("gitea", "/_edit/", ""),
    ("bitbucket", "/src/", "?mode=edit"),
];

/// How the address of a file is made: what stands before its path, and after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editing {
    before: String,
    after: &'static str,
}

/// Where the repository is published: as the manifest says, else the remote of git.
pub fn repository_url(catalog: &Catalog, provenance: &Provenance) -> Option<String> {
    let said = catalog.repository.as_ref().and_then(|repository| repository.url.as_deref()).and_then(web);
    said.or_else(|| provenance.remote.clone())
}

/// How files are edited; none where the host is not known, or nothing says where the repository is.
pub fn editing(catalog: &Catalog, provenance: &Provenance) -> Option<Editing> {
    let said = catalog.repository.as_ref().and_then(|repository| repository.url.as_deref()).and_then(web);
    let addresses = said.iter().chain(&provenance.remote);
    addresses.into_iter().find_map(|address| at_host(address, provenance))
}

fn at_host(address: &str, provenance: &Provenance) -> Option<Editing> {
    let (_, rest) = address.split_once("://")?;
    let (host, path) = rest.split_once('/')?;
    let host = host.to_ascii_lowercase();
    let (name, before, after) = HOSTS.iter().find(|(name, _, _)| host.split('.').any(|word| word.contains(name)))?;
    let address = address.trim_end_matches('/');
    let address = address.strip_suffix(".git").unwrap_or(address);
    // Only GitLab has folders of repositories; elsewhere a longer path leads into one.
    let depth = path.trim_end_matches('/').split('/').filter(|part| !part.is_empty()).count();
    if depth < 2 || (depth > 2 && *name != "gitlab") || path.contains(['?', '#']) || path.contains("/-/") {
        return None;
    }
    let branch = relative("", provenance.branch.as_deref().unwrap_or("HEAD"));
    let folder = match provenance.folder.as_str() {
        "" => String::new(),
        folder => format!("{}/", relative("", folder)),
    };
    Some(Editing { before: format!("{address}{before}{branch}/{folder}"), after })
}

/// Where the file at `path` is edited.
pub fn edit_address(editing: &Editing, path: &RepoPath) -> String {
    format!("{}{}{}", editing.before, relative("", path.as_str()), editing.after)
}

#[cfg(test)]
mod tests {
    use super::at_host;
    use crate::world::Provenance;

    #[test]
    fn hosts_are_told_apart() {
        let provenance =
            Provenance { branch: Some("main".to_owned()), folder: "my plans".to_owned(), ..Provenance::default() };
        let before = |address: &str| at_host(address, &provenance).map(|it| format!("{}x{}", it.before, it.after));
        let known = [
            ("https://github.com/a/b.git", "https://github.com/a/b/edit/main/my%20plans/x"),
            ("https://gitlab.example.org/a/b/c", "https://gitlab.example.org/a/b/c/-/edit/main/my%20plans/x"),
            ("https://codeberg.org/a/b/", "https://codeberg.org/a/b/_edit/main/my%20plans/x"),
            ("https://bitbucket.org/a/b", "https://bitbucket.org/a/b/src/main/my%20plans/x?mode=edit"),
        ];
        for (address, edit) in known {
            assert_eq!(before(address).as_deref(), Some(edit));
        }
        for unknown in
            ["https://example.org/a/b", "https://github.com/a", "https://github.com/a/b/tree/main/c", "mailto:a@b"]
        {
            assert_eq!(before(unknown), None, "{unknown}");
        }
    }
}
