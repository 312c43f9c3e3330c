package dev.finetuning.quality.pii;

import dev.finetuning.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Replacements that are the same for the same value: the entity and 64 bits of the value's HMAC-SHA-256.
 * Spacing and case do not make another value.
 */
final class Pseudonyms {
    private final SecretKeySpec key;

    Pseudonyms(Secret key) {
        this.key = new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    String of(PiiSpan span, String value) {
        byte[] hash = hash(span.entity() + '\n' + canonical(span.entity(), value));
        return "<" + span.entity() + "-" + HexFormat.of().formatHex(hash, 0, 8) + ">";
    }

    private static String canonical(String entity, String value) {
        String folded = value.toLowerCase(Locale.ROOT);
        return switch (entity) {
            case "PHONE_NUMBER", "CREDIT_CARD", "IBAN_CODE", "US_SSN" -> folded.replaceAll("[^0-9a-z]", "");
            default -> folded;
        };
    }

    private byte[] hash(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
