// Preloaded into the gateway by the start script. The channel closes when that script is gone, however it went:
// a gateway left alone would hold its port for ever.
process.channel?.unref();
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
