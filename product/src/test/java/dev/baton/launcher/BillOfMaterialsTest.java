package dev.baton.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the build says it is made of, against what it is made of. */
@Tag("slow")
class BillOfMaterialsTest {
    /** Of the checked build; -Pquick makes none and builds elsewhere. */
    private static final Path BOM =
            Path.of(System.getProperty("baton.root"), "product/target/bom.json");

    private static JsonNode bom() throws IOException {
        Assumptions.assumeTrue(Files.exists(BOM), "only the checked build makes " + BOM);
        return new ObjectMapper().readTree(Files.readAllBytes(BOM));
    }

    @Test
    void namesExactlyTheLibrariesOfTheProduct() throws IOException {
        List<String> named = new ArrayList<>();
        for (JsonNode component : bom().get("components")) {
            named.add(component.get("name").asText() + "-"
                    + component.get("version").asText() + ".jar");
        }
        try (Stream<Path> files = Files.list(BOM.resolveSibling("lib"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(named);
        }
    }

    @Test
    void isTheSameForTheSameLibraries() throws IOException {
        JsonNode bom = bom();
        assertThat(bom.has("serialNumber")).isFalse();
        assertThat(bom.at("/metadata/timestamp").asText()).isIn("", "2026-01-01T00:00:00Z");
        for (JsonNode component : bom.get("components")) {
            assertThat(component.findValuesAsText("alg")).contains("SHA-256");
        }
    }
}
