-- Sends the requests in a file, one after the other: repeatedly, or each once. See load.py.

local requests, position, once = {}, 0, false

function init(arguments)
   for request in io.open(arguments[1], "rb"):read("*a"):gmatch("([^%z]+)%z") do
      requests[#requests + 1] = request
   end
   once = arguments[2] == "once"
end

function request()
   if position == #requests then
      if once then
         wrk.thread:stop()
         -- wrk itself would go on sleeping until the time is up, and now and then misses a signal
         os.execute("(while kill -INT $PPID; do sleep 0.1; done) >/dev/null 2>&1 &")
      end
      position = 0
   end
   position = position + 1
   return requests[position]
end

function done(summary, latency, _)
   local errors = summary.errors
   local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
   io.write(string.format('\n{"requests": %d, "failed": %d, "seconds": %f, "p50": %f, "p99": %f}',
      summary.requests, failed, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
