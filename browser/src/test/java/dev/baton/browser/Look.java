package dev.baton.browser;

import com.microsoft.playwright.options.ColorScheme;

/** How a page is looked at. */
record Look(int width, ColorScheme colours, boolean script) {
    static final Look DESK = new Look(1440, ColorScheme.LIGHT, true);
    static final Look PHONE = new Look(390, ColorScheme.LIGHT, true);

    Look dark() {
        return new Look(width, ColorScheme.DARK, script);
    }

    Look withoutScript() {
        return new Look(width, colours, false);
    }

    boolean phone() {
        return width < 600;
    }
}
