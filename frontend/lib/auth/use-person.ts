/** Who is signed in, as the views see it; undefined until it is known. */
"use client";

import { createContext, useContext } from "react";
import type { Person } from "./person";

type Known = { person: Person | undefined; rename: (name: string) => void };

export const PersonContext = createContext<Known>({ person: undefined, rename: () => {} });

export const usePerson = () => useContext(PersonContext);
