package dev.finetuning.quality.internal.structure;

import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.example.Role;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.Flaw;
import dev.finetuning.quality.MessageList;
import dev.finetuning.quality.Passage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Images come from the user, are few enough and of a kind that providers take. */
public record ImageStructure(int perExample, long bytes) {
    private static final Flaw IMAGE_NOT_FROM_USER = Flaw.error(
            "image_not_from_user",
            "An image is in a message that is not the user's.",
            "Move the image to a user message.");
    private static final Flaw IMAGE_URL_INVALID = Flaw.error(
            "image_url_invalid",
            "The image is neither an http(s) address nor a data: URL.",
            "Use a URL that the provider can reach, or embed the image.");
    private static final Flaw IMAGE_KIND_UNSUPPORTED = Flaw.error(
            "image_kind_unsupported", "The embedded image is not base64 JPEG, PNG or WebP.", "Convert the image.");

    private static final Flaw IMAGE_DATA_INVALID = Flaw.error(
            "image_data_invalid", "What is embedded as an image is not base64.", "Encode the image's bytes in base64.");
    private static final Set<String> KINDS = Set.of("image/jpeg", "image/jpg", "image/png", "image/webp");

    public void look(Example example, Consumer<Finding> findings) {
        Origin origin = MessageList.origin(example);
        int images = 0;
        for (MessageList strand : MessageList.of(example)) {
            for (int i = 0; i < strand.messages().size(); i++) {
                images += look(strand, i, origin, findings);
            }
        }
        if (images > perExample) {
            findings.accept(Flaw.error(
                            "too_many_images",
                            "There are " + images + " images; " + perExample + " are allowed.",
                            "Remove images or split the example.")
                    .in(origin));
        }
    }

    private int look(MessageList strand, int index, Origin origin, Consumer<Finding> findings) {
        Message message = strand.messages().get(index);
        if (!(message.content().orElse(null) instanceof Content.Parts content)) {
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
        if (!place.isBy(Role.USER)) {
            findings.accept(IMAGE_NOT_FROM_USER.at(origin, place));
        }
        String url = url(part.fields().get("image_url"));
        if (url == null || !(url.startsWith("http://") || url.startsWith("https://") || url.startsWith("data:"))) {
            findings.accept(IMAGE_URL_INVALID.at(origin, place));
        } else if (url.startsWith("data:")) {
            embedded(url, place, origin, findings);
        }
    }

    private void embedded(String url, Passage place, Origin origin, Consumer<Finding> findings) {
        int comma = url.indexOf(',');
        String header = comma < 0 ? "" : url.substring("data:".length(), comma).toLowerCase(Locale.ROOT);
        if (!header.endsWith(";base64") || !KINDS.contains(header.substring(0, header.indexOf(';')))) {
            findings.accept(IMAGE_KIND_UNSUPPORTED.at(origin, place));
        } else if (!base64(url, comma + 1)) {
            findings.accept(IMAGE_DATA_INVALID.at(origin, place));
        } else if ((url.length() - comma - 1L) / 4 * 3 > bytes) {
            findings.accept(Flaw.error(
                            "image_too_large",
                            "The embedded image is larger than " + bytes + " bytes.",
                            "Scale the image down.")
                    .at(origin, place));
        }
    }

    /** Whether groups of four signs stand there, the last filled up with at most two equals signs. */
    private static boolean base64(String url, int start) {
        int end = url.length();
        while (end > start && url.length() - end < 2 && url.charAt(end - 1) == '=') {
            end--;
        }
        for (int i = start; i < end; i++) {
            char c = url.charAt(i);
            boolean sign = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!sign && c != '+' && c != '/') {
                return false;
            }
        }
        return end > start && (url.length() - start) % 4 == 0;
    }

    private static @Nullable String url(@Nullable Object image) {
        Object url = image instanceof Map<?, ?> map ? map.get("url") : image;
        return url instanceof String text ? text : null;
    }
}
