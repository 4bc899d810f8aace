/** The one route of all views. Which of them it is, the address says. */

import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AppView } from "@/components/app-view";
import { titleOf, viewAt } from "@/views";

type Props = { params: Promise<{ view?: string[] }> };

const viewOf = async ({ params }: Props) => viewAt(`/${((await params).view ?? []).join("/")}`) ?? notFound();

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: titleOf(await viewOf(props)) };
}

export default async function Page(props: Props) {
  await viewOf(props);
  return <AppView />;
}
