package dev.finetuning.quality;

import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.example.Role;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Images come from the user, are few enough and of a kind that hosts take. */
record ImageStructure(int perExample, long bytes) {
    private static final Set<String> KINDS = Set.of("image/jpeg", "image/jpg", "image/png", "image/webp");

    void look(Example example, Consumer<Finding> findings) {
        Origin origin = Strand.origin(example);
        int images = 0;
        for (Strand strand : Strand.of(example)) {
            for (int i = 0; i < strand.messages().size(); i++) {
                images += look(strand, i, origin, findings);
            }
        }
        if (images > perExample) {
            findings.accept(Finding.of(
                    "too_many_images",
                    Severity.ERROR,
                    origin,
                    "There are " + images + " images; " + perExample + " are allowed.",
                    "Remove images or split the example."));
        }
    }

    private int look(Strand strand, int index, Origin origin, Consumer<Finding> findings) {
        Message message = strand.messages().get(index);
        if (!(message.content() instanceof Content.Parts content)) {
            return 0;
        }
        List<Content.Part> parts = content.parts();
        int images = 0;
        for (int p = 0; p < parts.size(); p++) {
            if (parts.get(p).type().equals("image_url")) {
                images++;
                look(parts.get(p), strand.at(index).at("/content/" + p), origin, findings);
            }
        }
        return images;
    }

    private void look(Content.Part part, Passage place, Origin origin, Consumer<Finding> findings) {
        if (place.role() != Role.USER) {
            findings.accept(Finding.ofMessage(
                    "image_not_from_user",
                    Severity.ERROR,
                    origin,
                    place,
                    "An image stands in a message that is not the user's.",
                    "Move the image to a user message."));
        }
        String url = url(part.fields().get("image_url"));
        if (url == null || !(url.startsWith("http://") || url.startsWith("https://") || url.startsWith("data:"))) {
            findings.accept(Finding.ofMessage(
                    "image_url_invalid",
                    Severity.ERROR,
                    origin,
                    place,
                    "The image is neither an http(s) address nor a data: URL.",
                    "Give an address that the host can reach, or embed the image."));
        } else if (url.startsWith("data:")) {
            embedded(url, place, origin, findings);
        }
    }

    private void embedded(String url, Passage place, Origin origin, Consumer<Finding> findings) {
        int comma = url.indexOf(',');
        String header = comma < 0 ? "" : url.substring("data:".length(), comma).toLowerCase(Locale.ROOT);
        if (!header.endsWith(";base64") || !KINDS.contains(header.substring(0, header.indexOf(';')))) {
            findings.accept(Finding.ofMessage(
                    "image_kind_unsupported",
                    Severity.ERROR,
                    origin,
                    place,
                    "The embedded image is not base64 JPEG, PNG or WebP.",
                    "Convert the image."));
        } else if ((url.length() - comma - 1L) / 4 * 3 > bytes) {
            findings.accept(Finding.ofMessage(
                    "image_too_large",
                    Severity.ERROR,
                    origin,
                    place,
                    "The embedded image is larger than " + bytes + " bytes.",
                    "Scale the image down."));
        }
    }

    private static @Nullable String url(@Nullable Object image) {
        Object url = image instanceof Map<?, ?> map ? map.get("url") : image;
        return url instanceof String text ? text : null;
    }
}
