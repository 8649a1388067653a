package dev.baton.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {
    @ParameterizedTest
    @CsvSource({"1KB, 1024", "512MB, 536870912", "4GB, 4294967296", "2TB, 2199023255552"})
    void areRead(String text, long bytes) {
        assertThat(Sizes.parse(text)).hasValue(bytes);
        assertThat(Sizes.text(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0GB", "4", "4 GB", "4gb", "-1GB", "4.5GB", "9999999999GB"})
    void areRefused(String text) {
        assertThat(Sizes.parse(text)).isEmpty();
    }

    @Test
    void areRoundedToOnePlace() {
        assertThat(Sizes.text((4L << 30) + (1L << 29))).isEqualTo("4.5GB");
        assertThat(Sizes.text(1000)).isEqualTo("1KB");
    }
}
