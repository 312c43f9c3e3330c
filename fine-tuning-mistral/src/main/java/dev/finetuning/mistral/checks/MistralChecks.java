package dev.finetuning.mistral.checks;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import dev.finetuning.example.TextExample;
import dev.finetuning.internal.content.UnpairedSurrogates;
import dev.finetuning.mistral.tokens.TokenizerVersion;
import dev.finetuning.mistral.wire.MistralLines;
import dev.finetuning.quality.Check;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.Passage;
import dev.finetuning.quality.Severity;
import dev.finetuning.quality.StructureChecks;
import java.util.function.Consumer;

/**
 * Checks for what Mistral's own validators refuse (mistral-finetune's {@code validate_data.py} and the
 * validators of mistral-common in fine-tuning mode), and for what its documentation requires. Errors would
 * be refused; warnings are corrected during an upload, or make training worse. Codes begin with {@code
 * mistral_}.
 *
 * <pre>{@code
 * Checks.standard().with(MistralChecks.conversations()).run(dataset).requireNoErrors();
 * }</pre>
 */
public final class MistralChecks {
    /** The maximum size of a file, in bytes. */
    public static final long LARGEST_FILE = 512_000_000;

    /** The maximum total size of the validation data in bytes, whatever the size of the training data. */
    public static final long MAX_VALIDATION = 1_000_000;

    /** The maximum size of the validation data, as a share of the bytes of the training data. */
    public static final double VALIDATION_SHARE = 0.05;

    private MistralChecks() {}

    /** Checks conversations against version 3 of the format, which Mistral's validator uses. */
    public static Check conversations() {
        return conversations(TokenizerVersion.V3);
    }

    /**
     * Checks conversations against a version of the format.
     *
     * <ul>
     *   <li>messages: {@code interactions}, {@code too_few_messages}, {@code last_message_not_assistant},
     *       {@code role_order}, {@code second_system_message}, {@code developer_message}
     *   <li>content: {@code content_missing}, {@code answer_empty}, {@code content_beside_tool_calls}, {@code
     *       text_field}, {@code content_part}, {@code content_part_field}, {@code system_in_parts}, {@code weight}, {@code prefix}, {@code not_tokenizable}
     *   <li>tools: {@code two_tool_lists}, {@code tools_unsupported}, {@code tool_not_function}, {@code
     *       tool_description_missing}, {@code tool_schema_invalid}, {@code function_name}, {@code
     *       unknown_tool}, {@code tool_calls_by_other_role}
     *   <li>calls: {@code tool_call_id_missing}, {@code tool_call_id_form}, {@code tool_answers_unbalanced};
     *       from version 11 on {@code tool_call_id_twice}, {@code tool_call_id_unmatched}
     *   <li>{@code kind_unsupported}: no conversation, no plain text, no classifier's example
     *   <li>fields: {@code field_without_place}, which changes the meaning, so that an upload refuses the example;
     *       {@code field_left_out}, which does not, once for each field
     * </ul>
     */
    public static Check conversations(TokenizerVersion version) {
        Check fields = StructureChecks.fieldsLeftOut("mistral_", MistralLines::losses);
        return findings -> {
            Check.Inspection left = fields.begin(findings);
            return new Check.Inspection() {
                @Override
                public void look(Example example) {
                    MistralChecks.look(example, Place.of(example, findings), version);
                    left.look(example);
                }

                @Override
                public void end() {
                    left.end();
                }
            };
        };
    }

    private static void look(Example example, Place place, TokenizerVersion version) {
        if (example instanceof ChatExample chat) {
            new OrderRules(chat, place).look();
            new MessageRules(place, version).look(chat.messages());
            new ToolRules(chat, place, version).look();
            new CallRules(chat.messages(), place, version).look();
        } else if (!(example instanceof TextExample) && !MistralLines.isLabelled(example)) {
            place.error(
                    "kind_unsupported",
                    "Mistral has no data format for " + example.getClass().getSimpleName() + ".",
                    "Use conversations, plain texts, or data from MistralClassifierData.");
        }
        Passage.forEach(example, passage -> tokenizable(passage, place));
    }

    private static void tokenizable(Passage passage, Place place) {
        if (UnpairedSurrogates.in(passage.text())) {
            Place at = passage.list().isEmpty() ? place : place.message(passage.index());
            new Place(place.origin(), at.messageIndex(), passage.pointer(), place.findings())
                    .error(
                            "not_tokenizable",
                            "The text contains half a surrogate pair, which UTF-8 cannot represent.",
                            "Fix the text where it was cut.");
        }
    }

    /** Finds a training file larger than {@value #LARGEST_FILE} bytes: {@code mistral_file_too_large}. */
    public static Check fileSize() {
        return findings -> new Size(
                findings,
                total -> total > LARGEST_FILE
                        ? dataset(
                                "mistral_file_too_large",
                                "The data takes " + total + " bytes; a file may have " + LARGEST_FILE + ".",
                                "Upload it in several parts.")
                        : null);
    }

    /**
     * Finds validation data larger than {@value #MAX_VALIDATION} bytes or 5 % of the training data: {@code
     * mistral_validation_too_large}. Run it over the validation data.
     *
     * @param train the training data that goes with it
     */
    public static Check validationSize(Iterable<? extends Example> train) {
        long trained = 0;
        for (Example example : train) {
            trained += bytes(example);
        }
        long most = Math.min(MAX_VALIDATION, (long) (trained * VALIDATION_SHARE));
        return findings -> new Size(
                findings,
                total -> total > most
                        ? dataset(
                                "mistral_validation_too_large",
                                "The validation data takes " + total + " bytes; with this training data it may have "
                                        + most + ".",
                                "Split with MistralSplits.withinLimits(plan), or leave some out.")
                        : null);
    }

    /** The size of an example in a training file in bytes, including its line feed; 0 if it cannot be represented. */
    public static long bytes(Example example) {
        return DialectSize.of(example);
    }

    private static Finding dataset(String code, String message, String remedy) {
        return Finding.of(code, Severity.ERROR, new Origin("dataset", 0, 0), message, remedy);
    }

    /** What a number of bytes is worth saying. */
    @FunctionalInterface
    private interface Verdict {
        @org.jspecify.annotations.Nullable
        Finding of(long bytes);
    }

    /** Adds up the bytes of a dataset. */
    private static final class Size implements Check.Inspection {
        private final Consumer<Finding> findings;
        private final Verdict verdict;
        private long total;

        Size(Consumer<Finding> findings, Verdict verdict) {
            this.findings = findings;
            this.verdict = verdict;
        }

        @Override
        public void look(Example example) {
            total += bytes(example);
        }

        @Override
        public void end() {
            Finding finding = verdict.of(total);
            if (finding != null) {
                findings.accept(finding);
            }
        }
    }
}
