import type { NextConfig } from "next";

const config: NextConfig = {
  // The tests build beside a running `make run`, not over it.
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  poweredByHeader: false,
  reactStrictMode: true,
  experimental: {
    // Every page needs React and Next.js, and nearly everybody comes for the tasks: few files of what goes together weigh less than many.
    turbopackChunking: { maxChunkCountPerGroup: 1, maxMergeChunkSize: 2_000_000 },
  },
  // Browsers ask for it now and then, whatever the page says of its icon.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/icon-192.png" }],
  // What depends on the request or on the environment is in proxy.ts.
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "Referrer-Policy", value: "same-origin" },
        { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
      ],
    },
  ],
};

export default config;
