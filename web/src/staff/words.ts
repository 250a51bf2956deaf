/** The words of the staff pages in the language shown. Chinese first; another language is another import here. */
export { staff as w } from '../locales/zh/staff'
