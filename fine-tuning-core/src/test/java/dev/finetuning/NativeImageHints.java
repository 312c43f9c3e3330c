package dev.finetuning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a module tells GraalVM's native-image of itself: the resources that it reads, and the classes that Jackson
 * makes by reflection. Empty where a module has neither.
 */
record NativeImageHints(List<Pattern> resources, List<String> reflected) {
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Path HINTS = RESOURCES.resolve("META-INF/native-image");

    /** Those of the module whose folder is the current one. */
    static NativeImageHints ofModule() throws IOException {
        List<Pattern> resources = new ArrayList<>();
        List<String> reflected = new ArrayList<>();
        for (Path file : files(HINTS)) {
            JsonNode hint = new ObjectMapper().readTree(file.toFile());
            if (file.endsWith("resource-config.json")) {
                hint.get("resources")
                        .get("includes")
                        .forEach(include -> resources.add(
                                Pattern.compile(include.get("pattern").asText())));
            } else if (file.endsWith("reflect-config.json")) {
                hint.forEach(type -> reflected.add(type.get("name").asText()));
            } else {
                throw new IOException(file + " is no hint that is known here");
            }
        }
        return new NativeImageHints(resources, reflected);
    }

    /** The module's resources by their names on the class path, without what frameworks look up in META-INF. */
    static List<String> resourcesOfModule() throws IOException {
        return files(RESOURCES).stream()
                .map(file -> RESOURCES.relativize(file).toString().replace('\\', '/'))
                .filter(name -> !name.startsWith("META-INF/"))
                .toList();
    }

    boolean namesResource(String name) {
        return resources.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
