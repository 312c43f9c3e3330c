package dev.finetuning.quality;

import com.google.re2j.Pattern;
import dev.finetuning.example.Role;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Checks of the wording of examples. Each takes linear time. */
public final class TextChecks {
    private static final Pattern PLACEHOLDER = Pattern.compile("(?i)\\{\\{\\s*[a-z_][\\w .-]{0,60}\\}\\}"
            + "|<(?:insert|enter|your|add)[ _][^<>\\n]{1,60}>|\\[(?:insert|enter|your|add)[ _][^\\[\\]\\n]{1,60}\\]"
            + "|lorem ipsum|\\bTODO:|(?m:^\\s*<?no ?input>?\\s*\\.?\\s*$)");
    private static final List<String> PLACEHOLDER_SIGNS = List.of("{{", "<", "[", "oinput", "o input", "orem", "TODO");

    private static final Pattern SECRET = Pattern.compile("-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----"
            + "(?:[A-Za-z0-9+/=\\s\\\\]*-----END (?:[A-Z]+ )?PRIVATE KEY-----)?"
            + "|\\b(?:sk|pk|rk)[-_](?:[a-z]+[-_])?[A-Za-z0-9_-]{20,}|\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b"
            + "|\\bgh[pousr]_[A-Za-z0-9]{36,}|\\bgithub_pat_[A-Za-z0-9_]{22,}|\\bglpat-[A-Za-z0-9_-]{20,}"
            + "|\\bxox[abprs]-[A-Za-z0-9-]{10,}|\\bAIza[0-9A-Za-z_-]{35}"
            + "|\\beyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}");
    private static final List<String> SECRET_SIGNS = List.of(
            "PRIVATE KEY", "sk-", "sk_", "pk-", "pk_", "rk_", "AKIA", "ASIA", "gh", "glpat-", "xox", "AIza", "eyJ");

    private static final Flaw REFUSAL = Flaw.warning(
            "boilerplate_refusal",
            "The answer is a boilerplate refusal.",
            "Keep it only if the model shall refuse here.");
    private static final int REFUSAL_REACH = 160;
    private static final List<String> REFUSALS = List.of(
            "as an ai language model",
            "as an ai model",
            "as an ai assistant",
            "as a large language model",
            "i'm sorry, but i can't",
            "i'm sorry, but i cannot",
            "i am sorry, but i cannot",
            "i'm unable to assist",
            "i can't assist with",
            "i cannot assist with",
            "i can't help with that",
            "i cannot fulfill",
            "i can't fulfill");

    private TextChecks() {}

    /** Finds text left behind by a template or an annotator: {@code unfilled_placeholder}. */
    public static Check placeholders() {
        return matching(
                TextScope.SAID,
                text -> signs(text, PLACEHOLDER_SIGNS)
                        && PLACEHOLDER.matcher(text).find(),
                Flaw.warning(
                        "unfilled_placeholder",
                        "The text contains an unfilled placeholder.",
                        "Fill it in, or drop the example."));
    }

    /** Finds API keys, access tokens and private keys in any text: {@code secret}. */
    public static Check secrets() {
        return matching(
                TextScope.WRITTEN,
                text -> signs(text, SECRET_SIGNS) && SECRET.matcher(text).find(),
                Flaw.error(
                        "secret",
                        "The text contains what looks like a key or token.",
                        "Revoke it, and replace it in the data."));
    }

    /** Replaces every key and token that {@link #secrets()} would find by {@code <SECRET>}. */
    public static String withoutSecrets(String text) {
        return signs(text, SECRET_SIGNS) ? SECRET.matcher(text).replaceAll("<SECRET>") : text;
    }

    /** Finds answers that refuse in the stock phrases of chat models: {@code boilerplate_refusal}. */
    public static Check refusals() {
        return Check.ofEach((example, findings) -> Passage.forEach(example, passage -> {
            if (passage.isBy(Role.ASSISTANT) && refuses(passage.text())) {
                findings.accept(REFUSAL.at(MessageList.origin(example), passage));
            }
        }));
    }

    private static boolean refuses(String text) {
        String beginning = text.substring(0, Math.min(text.length(), REFUSAL_REACH))
                .toLowerCase(Locale.ROOT)
                .replace('\u2019', '\'');
        return REFUSALS.stream().anyMatch(beginning::contains);
    }

    private static boolean signs(String text, List<String> signs) {
        for (String sign : signs) {
            if (text.contains(sign)) {
                return true;
            }
        }
        return false;
    }

    private static Check matching(TextScope scope, Predicate<String> faulty, Flaw flaw) {
        return Check.ofEach((example, findings) -> Passage.forEach(example, scope, passage -> {
            if (faulty.test(passage.text())) {
                findings.accept(flaw.at(MessageList.origin(example), passage));
            }
        }));
    }
}
