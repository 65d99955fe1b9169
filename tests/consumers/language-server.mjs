// The YAML language server that editors run, over standard input and output.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Starts the server as an editor would that knows of no schema but those which files name. */
export async function startLanguageServer(folder, schemas = {}) {
  const manifest = createRequire(import.meta.url).resolve('yaml-language-server/package.json');
  const program = path.join(path.dirname(manifest), 'bin', 'yaml-language-server');
  const server = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const waiting = new Map();
  const diagnostics = new Map();
  let buffer = Buffer.alloc(0);
  let count = 0;

  const send = (message) => {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    server.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    server.stdin.write(body);
  };
  const settings = { yaml: { schemaStore: { enable: false }, validate: true, hover: true, completion: true, schemas }, http: {}, editor: { tabSize: 2 } };
  const answer = (message) => {
    if (message.method === 'workspace/configuration') {
      send({ id: message.id, result: message.params.items.map((item) => settings[item.section] ?? null) });
    } else if (message.method === 'textDocument/publishDiagnostics') {
      diagnostics.get(message.params.uri)?.(message.params.diagnostics);
    } else if (message.method && message.id !== undefined) {
      send({ id: message.id, result: null });
    } else if (waiting.has(message.id)) {
      const { resolve, reject } = waiting.get(message.id);
      waiting.delete(message.id);
      message.error ? reject(new Error(message.error.message)) : resolve(message.result);
    }
  };
  server.stdout.on('data', (chunk) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const end = buffer.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(buffer.subarray(0, end).toString())[1]);
      if (buffer.length < end + 4 + length) return;
      const body = buffer.subarray(end + 4, end + 4 + length).toString();
      buffer = buffer.subarray(end + 4 + length);
      answer(JSON.parse(body));
    }
  });
  const request = (method, params) => new Promise((resolve, reject) => {
    count += 1;
    waiting.set(count, { resolve, reject });
    send({ id: count, method, params });
  });

  const rootUri = pathToFileURL(folder).href;
  const capabilities = {
    workspace: { configuration: true },
    textDocument: { completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } }, hover: { contentFormat: ['markdown'] } },
  };
  await request('initialize', { processId: process.pid, rootUri, capabilities, workspaceFolders: [{ uri: rootUri, name: 'plans' }] });
  send({ method: 'initialized', params: {} });

  return {
    /** Opens a file, with this text or its own; resolves to what the server finds in it. */
    open(file, text = readFileSync(path.join(folder, file), 'utf8')) {
      const uri = pathToFileURL(path.join(folder, file)).href;
      const published = () => new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`no diagnostics of ${file}`)), 20_000);
        diagnostics.set(uri, (list) => { clearTimeout(late); resolve(list); });
      });
      const found = published();
      count += 1;
      send({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'yaml', version: count, text } } });
      const document = { textDocument: { uri } };
      const position = (line, character) => ({ ...document, position: { line, character } });
      return {
        found,
        complete: async (line, character) => (await request('textDocument/completion', position(line, character))).items,
        hover: async (line, character) => (await request('textDocument/hover', position(line, character)))?.contents?.value,
        // The server takes back what it found; the next who opens the file must not take that for an answer.
        close: () => { const cleared = published(); send({ method: 'textDocument/didClose', params: document }); return cleared; },
      };
    },
    async stop() {
      await request('shutdown', null);
      send({ method: 'exit' });
      server.stdin.end();
      await new Promise((resolve) => { server.on('exit', resolve); setTimeout(() => { server.kill(); resolve(); }, 2000).unref(); });
    },
  };
}
