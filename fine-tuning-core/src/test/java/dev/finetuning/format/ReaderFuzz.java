package dev.finetuning.format;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/**
 * One Jazzer target per reader and format. Jazzer runs one at a time: {@code mvn -Pfuzz,fast -pl
 * fine-tuning-core -am -Dtest=ReaderFuzz#alpaca test}. What it finds lands beside the seeds in this
 * class's resources, where {@link FuzzFindingsTest} runs it from then on.
 */
@Tag("fuzz")
class ReaderFuzz {
    private static final String TIME = "2m";

    @FuzzTest(maxDuration = TIME)
    void jsonLines(byte[] bytes) {
        FuzzTarget.JSON_LINES.run(bytes);
    }

    @FuzzTest(maxDuration = TIME)
    void jsonArray(byte[] bytes) {
        FuzzTarget.JSON_ARRAY.run(bytes);
    }

    @FuzzTest(maxDuration = TIME)
    void csv(byte[] bytes) {
        FuzzTarget.CSV.run(bytes);
    }

    @FuzzTest(maxDuration = TIME)
    void gzip(byte[] bytes) {
        FuzzTarget.GZIP.run(bytes);
    }

    @FuzzTest(maxDuration = TIME)
    void chatMessages(byte[] bytes) {
        FuzzTarget.CHAT_MESSAGES.run(bytes);
    }

    @FuzzTest(maxDuration = TIME)
    void promptCompletion(byte[] bytes) {
        FuzzTarget.PROMPT_COMPLETION.run(bytes);
    }

    @FuzzTest(maxDuration = TIME)
    void plainText(byte[] bytes) {
        FuzzTarget.PLAIN_TEXT.run(bytes);
    }

    @FuzzTest(maxDuration = TIME)
    void alpaca(byte[] bytes) {
        FuzzTarget.ALPACA.run(bytes);
    }

    @FuzzTest(maxDuration = TIME)
    void shareGpt(byte[] bytes) {
        FuzzTarget.SHARE_GPT.run(bytes);
    }

    @FuzzTest(maxDuration = TIME)
    void preferencePairs(byte[] bytes) {
        FuzzTarget.PREFERENCE_PAIRS.run(bytes);
    }

    @FuzzTest(maxDuration = TIME)
    void kto(byte[] bytes) {
        FuzzTarget.KTO.run(bytes);
    }

    @FuzzTest(maxDuration = TIME)
    void reinforcementPrompts(byte[] bytes) {
        FuzzTarget.REINFORCEMENT_PROMPTS.run(bytes);
    }

    @FuzzTest(maxDuration = TIME)
    void vertexContents(byte[] bytes) {
        FuzzTarget.VERTEX_CONTENTS.run(bytes);
    }

    @FuzzTest(maxDuration = TIME)
    void labelledText(byte[] bytes) {
        FuzzTarget.LABELLED_TEXT.run(bytes);
    }

    @FuzzTest(maxDuration = TIME)
    void fieldMapping(byte[] bytes) {
        FuzzTarget.FIELD_MAPPING.run(bytes);
    }

    @FuzzTest(maxDuration = TIME)
    void columnMapping(byte[] bytes) {
        FuzzTarget.COLUMN_MAPPING.run(bytes);
    }

    @FuzzTest(maxDuration = TIME)
    void conversationLog(byte[] bytes) {
        FuzzTarget.CONVERSATION_LOG.run(bytes);
    }

    @FuzzTest(maxDuration = TIME)
    void datasetInfo(byte[] bytes) {
        FuzzTarget.DATASET_INFO.run(bytes);
    }

    @FuzzTest(maxDuration = TIME)
    void detection(byte[] bytes) {
        FuzzTarget.DETECTION.run(bytes);
    }
}
