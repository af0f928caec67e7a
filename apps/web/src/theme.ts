import type { ThemeConfig } from 'antd';

/** One calm green, dark enough for white text (contrast 6.3 : 1); red is kept for what a person must act on. */
export const theme: ThemeConfig = {
  cssVar: { key: 'truyvet' },
  components: { Segmented: { trackBg: '#dfe8e6' } },
  token: {
    colorPrimary: '#0b6b62',
    colorInfo: '#0b6b62',
    colorError: '#c0281c',
    colorWarning: '#a85b00',
    colorSuccess: '#1f7a3d',
    colorLink: '#0b6b62',
    colorText: '#1c2726',
    colorTextSecondary: '#4d5b59',
    colorBgLayout: '#f3f6f5',
    colorInfoBg: '#edf6f4',
    colorInfoBorder: '#b5d8d1',
    colorPrimaryBg: '#e3f1ee',
    controlItemBgActive: '#dceeeb',
    colorTextDescription: '#55635f',
    colorTextPlaceholder: '#64726f',
    colorBorderSecondary: '#e0e7e5',
    borderRadius: 8,
    fontSize: 15,
    fontFamily: "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif",
    controlHeight: 38,
  },
};
