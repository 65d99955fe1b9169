"""How plans say that they are cited, read by the reader of the Citation File Format: every plan of the example."""

import html
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from cffconvert import Citation

ROOT = pathlib.Path(__file__).parent.parent.parent
GROUNDUP = os.environ["GROUNDUP"]
CITATION = re.compile(r"<pre class=\"cite\" tabindex=\"0\">(cff-version:.*?)</pre>", re.S)


class Citations(unittest.TestCase):
    def test_every_plan_is_cited_by_a_valid_file(self):
        with tempfile.TemporaryDirectory() as folder:
            site = pathlib.Path(folder) / "site"
            command = [GROUNDUP, "site", "example-plans", "-o", str(site), "--base-url", "https://example.org/plans/"]
            subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
            pages = sorted((site / "plans").glob("*.html"))
            self.assertGreater(len(pages), 20)
            for page in pages:
                found = CITATION.findall(page.read_text(encoding="utf-8"))
                self.assertEqual(len(found), 1, page.name)
                citation = Citation(html.unescape(found[0]))
                citation.validate()
                self.assertIn("title", citation.as_bibtex())
        with self.assertRaises(Exception, msg="the schema is in force"):
            Citation("cff-version: 1.2.0\nmessage: x\ntitle: x\n").validate()


if __name__ == "__main__":
    unittest.main()
