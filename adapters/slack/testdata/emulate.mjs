// Starts the Slack of the npm package emulate on a free port, prints where it is, and ends with its standard input.
import { pathToFileURL } from 'node:url'

const [, , api, seed] = process.argv
const { createEmulator } = await import(pathToFileURL(api))
const emulator = await createEmulator({ service: 'slack', port: 0, hostname: '127.0.0.1', seed: { slack: JSON.parse(seed) } })
console.log(emulator.url)
process.stdin.resume()
process.stdin.on('end', async () => {
  await emulator.close()
  process.exit(0)
})
