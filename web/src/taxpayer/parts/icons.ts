/** Line drawings on a field of 24 × 24. */
export const icons = {
  camera: '<path d="M4 8h3l2-3h6l2 3h3a1 1 0 0 1 1 1v10H3V9a1 1 0 0 1 1-1z"/><circle cx="12" cy="13.5" r="3.5"/>',
  image: '<rect x="3" y="4" width="18" height="16" rx="2"/><circle cx="8.5" cy="9.5" r="1.5"/><path d="m4 18 5-5 4 4 3-3 4 4"/>',
  right: '<path d="m9 5 7 7-7 7"/>',
  left: '<path d="m15 5-7 7 7 7"/>',
  down: '<path d="m5 9 7 7 7-7"/>',
  phone: '<path d="M5 3h4l2 5-2.5 1.5a11 11 0 0 0 6 6L16 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 5a2 2 0 0 1 2-2z"/>',
  note: '<path d="M4 4h16v11l-5 5H4z"/><path d="M20 15h-5v5M8 9h8M8 13h4"/>',
  list: '<path d="M9 6h12M9 12h12M9 18h12M4 6h.1M4 12h.1M4 18h.1"/>',
  bot: '<rect x="4" y="8" width="16" height="11" rx="3"/><path d="M12 4v4M9 13v1.5M15 13v1.5M2 12v4M22 12v4"/>',
  check: '<path d="m5 12.5 5 5L19.5 7"/>',
  headset: '<path d="M4 14v-2a8 8 0 0 1 16 0v2"/><rect x="3" y="13" width="4" height="6" rx="1.5"/><rect x="17" y="13" width="4" height="6" rx="1.5"/><path d="M20 19c0 2-2 2.5-5 2.5"/>',
  send: '<path d="M21 3 10 14M21 3l-7 18-4-7-7-4z"/>',
  seat: '<path d="M6 3h12v18l-6-4-6 4z"/>',
  clip: '<path d="m20 11-8.5 8.5a5 5 0 0 1-7-7L13 4a3.300 3.300 0 0 1 4.700 4.700L9.400 17a1.700 1.700 0 0 1-2.400-2.400L14.500 7"/>',
  file: '<path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4M9 13h6M9 17h4"/>',
  copy: '<rect x="8" y="8" width="12" height="13" rx="2"/><path d="M16 8V4a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1v12a1 1 0 0 0 1 1h3"/>',
  close: '<path d="M5 5l14 14M19 5 5 19"/>',
  more: '<path d="M5 12h.1M12 12h.1M19 12h.1"/>',
  face5: '<circle cx="12" cy="12" r="9"/><path d="M7.500 13.500h9c-.5 2.500-2.300 4-4.500 4s-4-1.500-4.500-4zM9 9v.6M15 9v.6"/>',
  face4: '<circle cx="12" cy="12" r="9"/><path d="M8 14.500c1 1.500 2.300 2.200 4 2.200s3-.7 4-2.200M9 9.500v.6M15 9.500v.6"/>',
  face3: '<circle cx="12" cy="12" r="9"/><path d="M8.500 15.500h7M9 9.500v.6M15 9.500v.6"/>',
  face2: '<circle cx="12" cy="12" r="9"/><path d="M8.500 16.200c.8-1.200 2-1.700 3.500-1.700s2.700.5 3.500 1.700M9 9.500v.6M15 9.500v.6"/>',
  face1: '<circle cx="12" cy="12" r="9"/><path d="M8 17c1-1.800 2.300-2.500 4-2.500s3 .7 4 2.500M8 9.500l2 1M16 9.500l-2 1"/>',
} as const

export type IconName = keyof typeof icons
