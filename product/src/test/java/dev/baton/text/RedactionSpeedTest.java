package dev.baton.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What it costs, as a multiple of what one search per secret costs for the plain form alone, in
 * time of this thread: no clock of the machine, and no other machine, is compared with.
 */
@Tag("slow")
class RedactionSpeedTest {
    private static final int BYTES = 20_000_000;
    private static final int SECRETS = 50;
    private static final String ALPHABET =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/";

    private final Random random = new Random(7);
    private final List<String> secrets = Stream.generate(() -> random(20 + random.nextInt(40)))
            .limit(SECRETS)
            .toList();
    private final Redaction redaction = Redaction.of(secrets);
    private long sum;

    private String random(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    private static String repeated(String line) {
        return line.repeat(BYTES / line.length());
    }

    private static long nanos(Runnable work) {
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        work.run();
        return threads.getCurrentThreadCpuTime() - before;
    }

    private double ratio(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long plain = nanos(() -> secrets.forEach(secret -> sum += text.indexOf(secret)));
            long all = nanos(() -> sum += redaction.find(bytes, bytes.length).begun());
            best = Math.min(best, (double) all / plain);
        }
        assertThat(sum).isNotZero();
        return best;
    }

    @Test
    void twentyMegabytesOfALogCostAFewPlainSearches() {
        assertThat(ratio(repeated("2026-11-30T21:10:11Z INFO dev.baton.Task SHOP-17 GET"
                        + " https://shop.example/a?b=%20c {\"k\":\"\\u00e4\"} 5fd01a9c\n")))
                .isLessThan(6);
    }

    @Test
    void textFullOfEscapesIsBounded() {
        assertThat(ratio(repeated("%25%32%35\\\\\\u0041&amp;amp;#65;\u001b[1m4a4b+")))
                .isLessThan(20);
    }

    @Test
    void textFullOfBeginningsIsBounded() {
        String begun = secrets.getFirst().substring(0, 19);
        assertThat(ratio(repeated(begun))).isLessThan(20);
    }
}
