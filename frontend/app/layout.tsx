/** The document around every page: language, theme, titles. */

import "./globals.css";
import type { Metadata, Viewport } from "next";
import { ThemeProvider } from "next-themes";
import type { ReactNode } from "react";
import { RightAddress } from "@/components/right-address";
import { IconShapes } from "@/components/ui/icon-shapes";
import { getConfig } from "@/lib/config";
import { keepEarlyClicks } from "@/lib/early-clicks";
import { getNonce } from "@/lib/nonce";

export const metadata: Metadata = {
  title: { default: "Todo", template: "%s · Todo" },
  description: "A calm place for what you have to do.",
};

export const viewport: Viewport = {
  // The canvas of globals.css, in a notation that every browser reads here.
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbfaf8" },
    { media: "(prefers-color-scheme: dark)", color: "#0f1113" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = await getNonce();
  return (
    // The theme's script sets an attribute here before React wakes up.
    <html lang="en" suppressHydrationWarning>
      <body className="min-h-dvh print:min-h-0">
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: nothing in it comes from anybody. */}
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: `(${keepEarlyClicks})()` }} />
        <IconShapes />
        <ThemeProvider attribute="data-theme" nonce={nonce} enableColorScheme={false}>
          <RightAddress url={getConfig().url.origin}>{children}</RightAddress>
        </ThemeProvider>
      </body>
    </html>
  );
}
