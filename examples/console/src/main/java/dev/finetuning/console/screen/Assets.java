package dev.finetuning.console.screen;

import dev.finetuning.console.input.RefusedException;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * The files that pages are drawn with. The address of each names its content, so a browser asks for it once. Immutable
 * and thread-safe.
 */
public final class Assets {
    private static final String YEAR = "private, max-age=31536000, immutable";
    private static final Map<String, Asset> ALL = Map.of(
                    "console.css", "text/css; charset=utf-8",
                    "console.js", "text/javascript; charset=utf-8",
                    "icon.svg", "image/svg+xml")
            .entrySet()
            .stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> read(each.getKey(), each.getValue())));

    private Assets() {}

    private record Asset(String type, String content, String version) {}

    private static Asset read(String name, String type) {
        String path = "/dev/finetuning/console/" + name;
        try (InputStream file = Objects.requireNonNull(Assets.class.getResourceAsStream(path), path)) {
            byte[] content = file.readAllBytes();
            CRC32 sum = new CRC32();
            sum.update(content);
            return new Asset(type, new String(content, StandardCharsets.UTF_8), Long.toHexString(sum.getValue()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** The address of a file. */
    public static String link(String name) {
        return "/assets/" + name + "?v="
                + Objects.requireNonNull(ALL.get(name), name).version();
    }

    /** Answers with the file that the path names. */
    static void serve(Context context) {
        Asset asset = ALL.get(context.pathParam("name"));
        if (asset == null) {
            throw RefusedException.notFound("file");
        }
        boolean named = asset.version().equals(context.queryParam("v"));
        context.header("Cache-Control", named ? YEAR : "no-cache")
                .contentType(asset.type())
                .result(asset.content());
    }
}
