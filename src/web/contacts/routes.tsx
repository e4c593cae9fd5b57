export { ContactPage } from "./contact-page.tsx";
export { ContactsPage } from "./contacts-page.tsx";
export { ImportPage } from "./import-page.tsx";
