/** The list of tasks as it looks on a screen of this size, in the theme that is chosen here. `npm run screenshots` takes the pictures. */

const WIDE = { width: 1200, height: 760 };
const PHONE = { width: 360, height: 740 };

const themes = [
  { theme: "light", shown: "dark:hidden" },
  { theme: "dark", shown: "hidden dark:block" },
];

export function ProductPicture() {
  // What is not displayed is not in sight, so that a browser fetches one of the four only.
  return themes.map(({ theme, shown }) => (
    <picture key={theme} className={shown}>
      <source media="(min-width: 40rem)" srcSet={`/welcome/wide-${theme}.webp`} {...WIDE} />
      <img
        src={`/welcome/phone-${theme}.webp`}
        alt="The Inbox: a box to add a task in, and below it tasks with their dates and tags"
        loading="lazy"
        decoding="async"
        {...PHONE}
        className="mx-auto h-auto w-full max-w-72 rounded-card border border-line shadow-float sm:max-w-none"
      />
    </picture>
  ));
}
