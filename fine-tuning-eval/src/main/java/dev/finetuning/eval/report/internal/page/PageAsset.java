package dev.finetuning.eval.report.internal.page;

import dev.finetuning.internal.content.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A style or script of the page.
 *
 * @param text what it holds
 * @param hash by which the page's policy allows it and nothing else
 */
public record PageAsset(String text, String hash) {
    public static PageAsset of(String name) {
        try (InputStream in = PageAsset.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the report's " + name + " is missing from the jar");
            }
            byte[] bytes = in.readAllBytes();
            byte[] digest = Sha256.of(bytes);
            return new PageAsset(
                    new String(bytes, StandardCharsets.UTF_8),
                    "sha256-" + Base64.getEncoder().encodeToString(digest));
        } catch (IOException e) {
            throw new UncheckedIOException("the report's " + name + " cannot be read", e);
        }
    }
}
