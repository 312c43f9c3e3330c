package dev.finetuning.mistral.tokens;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a {@code tokenizer.model}: a protocol buffer {@code ModelProto} as SentencePiece's {@code
 * sentencepiece_model.proto} defines it. Fields beside those that counting needs are passed over.
 */
final class SentencePieceFile {
    private static final int PIECES = 1;
    private static final int TRAINER = 2;
    private static final int NORMALIZER = 3;
    private static final int NORMAL = 1;
    private static final int USER_DEFINED = 4;
    private static final int BPE = 2;

    private final Path file;
    private final Map<String, Float> scores = new HashMap<>();
    private final List<String> userPieces = new ArrayList<>();
    private long modelType = 1;
    private boolean byteFallback;
    private boolean ownNormalization;

    private SentencePieceFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the file.
     *
     * @throws IOException if it cannot be read
     * @throws UnreadableTokenizerException if it is no SentencePiece model of the kind that Mistral uses
     */
    static SentencePieces read(Path file) throws IOException {
        SentencePieceFile model = new SentencePieceFile(file);
        try {
            model.model(new ProtoFields(Files.readAllBytes(file)));
        } catch (IllegalArgumentException e) {
            throw model.unreadable("is not a SentencePiece model", e);
        }
        model.check();
        return new SentencePieces(model.scores, new UserPieces(model.userPieces));
    }

    private void model(ProtoFields fields) {
        while (fields.next()) {
            switch (fields.number()) {
                case PIECES -> piece(fields.message());
                case TRAINER -> trainer(fields.message());
                case NORMALIZER -> normalizer(fields.message());
                default -> {}
            }
        }
    }

    private void piece(ProtoFields fields) {
        String text = "";
        float score = 0;
        long type = NORMAL;
        while (fields.next()) {
            switch (fields.number()) {
                case 1 -> text = StandardCharsets.UTF_8.decode(fields.bytes()).toString();
                case 2 -> score = fields.float32();
                case 3 -> type = fields.varint();
                default -> {}
            }
        }
        if (type == NORMAL || type == USER_DEFINED) {
            scores.put(text, score);
        }
        if (type == USER_DEFINED && !text.isEmpty()) {
            userPieces.add(text);
        }
    }

    private void trainer(ProtoFields fields) {
        while (fields.next()) {
            switch (fields.number()) {
                case 3 -> modelType = fields.varint();
                case 35 -> byteFallback = fields.varint() != 0;
                default -> {}
            }
        }
    }

    /** Charsmap, no dummy prefix, extra spaces removed or spaces kept: each would change the text. */
    private void normalizer(ProtoFields fields) {
        boolean dummyPrefix = true;
        boolean fewerSpaces = true;
        boolean escaped = true;
        while (fields.next()) {
            switch (fields.number()) {
                case 2 -> ownNormalization |= fields.bytes().hasRemaining();
                case 3 -> dummyPrefix = fields.varint() != 0;
                case 4 -> fewerSpaces = fields.varint() != 0;
                case 5 -> escaped = fields.varint() != 0;
                default -> {}
            }
        }
        ownNormalization |= !dummyPrefix || fewerSpaces || !escaped;
    }

    private void check() {
        if (scores.isEmpty()) {
            throw unreadable("contains no pieces", null);
        }
        if (modelType != BPE || !byteFallback || ownNormalization) {
            throw unreadable(
                    "is a SentencePiece model of another kind than Mistral's (BPE, byte fallback, no"
                            + " normalization)",
                    null);
        }
    }

    private UnreadableTokenizerException unreadable(String what, @org.jspecify.annotations.Nullable Throwable cause) {
        return new UnreadableTokenizerException(
                file,
                what,
                "Give the tokenizer.model that belongs to the model's weights, or count by estimate.",
                cause);
    }

    /** The fields of a protocol buffer message, one after another. */
    private static final class ProtoFields {
        private final ByteBuffer bytes;
        private int number;
        private int wireType;
        private boolean taken = true;

        ProtoFields(byte[] bytes) {
            this(ByteBuffer.wrap(bytes));
        }

        private ProtoFields(ByteBuffer bytes) {
            this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
        }

        boolean next() {
            if (!taken) {
                skip();
            }
            if (!bytes.hasRemaining()) {
                return false;
            }
            long key = readVarint();
            number = (int) (key >>> 3);
            wireType = (int) key & 7;
            taken = false;
            return true;
        }

        int number() {
            return number;
        }

        long varint() {
            expect(0);
            return readVarint();
        }

        float float32() {
            expect(5);
            return Float.intBitsToFloat(need(4).getInt());
        }

        ByteBuffer bytes() {
            expect(2);
            return need(readVarint());
        }

        ProtoFields message() {
            return new ProtoFields(bytes());
        }

        private void expect(int type) {
            if (wireType != type) {
                throw new IllegalArgumentException("field " + number + " has wire type " + wireType);
            }
            taken = true;
        }

        private void skip() {
            switch (wireType) {
                case 0 -> readVarint();
                case 1 -> need(8);
                case 2 -> need(readVarint());
                case 5 -> need(4);
                default -> throw new IllegalArgumentException("wire type " + wireType);
            }
        }

        private ByteBuffer need(long length) {
            if (length < 0 || length > bytes.remaining()) {
                throw new IllegalArgumentException("a field is longer than what is left");
            }
            ByteBuffer part = bytes.slice(bytes.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.position(bytes.position() + (int) length);
            return part;
        }

        private long readVarint() {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                byte next = need(1).get();
                value |= (long) (next & 0x7f) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw new IllegalArgumentException("a number does not end");
        }
    }
}
