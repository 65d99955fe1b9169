"""What `export` writes for other programs: every file of the data by its schema, the manifests of Open Know-How by what that asks.

The schemas in `okh.json` say in our own words what those of Open Know-How ask of the fields that we write (version 1 and LOSH 2.4:
`src/schema/okh-v1.schema.json` and `src/schema/okh.schema.json` of the repository iop-alliance/OpenKnowHow).
"""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import tomllib
import unittest

import jsonschema
import ruamel.yaml

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
GROUNDUP = os.environ["GROUNDUP"]


def faults(schema, content):
    """What a validator says of a document."""
    validator = jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(content)]


class Exports(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def export(self, form, repository="example-plans", codes=(0,)):
        folder = self.folder / form
        command = [GROUNDUP, "export", str(repository), "--format", form, "-o", str(folder)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        self.assertIn(done.returncode, codes, done.stderr)
        return folder

    def test_every_file_of_the_data_holds_to_its_schema(self):
        folder = self.export("json")
        index = json.loads((folder / "index.json").read_text())
        schemas = {path: json.loads((folder / path).read_text()) for path in index["schemas"].values()}
        for path, schema in schemas.items():
            jsonschema.Draft202012Validator.check_schema(schema)
        self.assertEqual(faults(schemas[index["schemas"]["export"]], index), [])
        for document in index["documents"]:
            content = json.loads((folder / document["path"]).read_text())
            self.assertEqual(faults(schemas[document["schema"]], content)[:3], [], document["path"])
        listed = {document["path"] for document in index["documents"]} | set(schemas) | {"index.json"}
        found = {path.relative_to(folder).as_posix() for path in folder.rglob("*.json")}
        self.assertEqual(found, listed)

    def test_manifests_are_what_open_know_how_asks_for(self):
        # The example does not say where it is published; a manifest has to.
        repository = self.folder / "plans"
        shutil.copytree(ROOT / "example-plans", repository)
        manifest = repository / "groundup.yaml"
        manifest.write_text("url: https://example.org/plans\n" + manifest.read_text(encoding="utf-8"), encoding="utf-8")
        folder = self.export("okh", repository, codes=(0, 1))
        schemas = json.loads((HERE / "okh.json").read_text())
        plans = sorted(path for path in folder.iterdir() if path.is_dir())
        self.assertGreater(len(plans), 20)
        for plan in plans:
            v1 = ruamel.yaml.YAML(typ="safe", pure=True).load((plan / "okh.yml").read_text())
            # The format has dates as text.
            v1 = json.loads(json.dumps(v1, default=str))
            self.assertEqual(faults(schemas["v1"], v1), [], plan.name)
            losh = tomllib.loads((plan / "okh.toml").read_text())
            self.assertEqual(faults(schemas["losh"], losh), [], plan.name)
            # What a manifest names is there.
            named = [file["path"] for key in ("design-files", "manufacturing-files", "making-instructions") for file in v1.get(key, [])]
            named += [losh["bom"], *losh.get("source", []), *losh.get("export", [])]
            for path in named:
                self.assertTrue((plan / path).is_file(), f"{plan.name}: {path}")
            lines = (plan / "sBoM.csv").read_text(encoding="utf-8").splitlines()
            self.assertEqual(lines[0].split("\t"), ["POS", "NAME", "UNITS", "TYPE", "REFERENCE"])
            for line in lines[1:]:
                self.assertIn(line.split("\t")[3], {"STD", "BUY", "POSH", "MOSH"}, line)
        self.assertNotEqual(faults(schemas["losh"], {**losh, "mass": "heavy"}), [], "the schema is in force")


if __name__ == "__main__":
    unittest.main()
