package dev.finetuning.internal.json;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Jackson's parser over part of an array, with a shortcut: texts are made from the bytes directly where
 * {@link LatinText} can, which makes sure on its way that they are UTF-8. All else, and every error, is left
 * to Jackson, and its bytes to whoever must know that they are UTF-8.
 */
final class ByteParser extends UTF8StreamJsonParser {
    private final LatinText text;
    private int seen;
    private boolean following = true;

    // no stream and, often, no codec: Jackson takes null for both where the bytes are all there
    @SuppressWarnings("NullAway")
    ByteParser(
            IOContext context,
            int features,
            @Nullable ObjectCodec codec,
            ByteQuadsCanonicalizer names,
            byte[] bytes,
            int offset,
            int length) {
        super(context, features, null, codec, names, bytes, offset, offset + length, 0, false);
        text = new LatinText(bytes, offset + length, context);
        seen = offset;
    }

    /** Where unchecked bytes begin; all before are UTF-8 without half a surrogate pair. */
    int seen() {
        return seen;
    }

    @Override
    public String getText() throws IOException {
        if (_currToken == JsonToken.VALUE_STRING && _tokenIncomplete) {
            String string = text.read(_inputPtr);
            if (string != null) {
                see(_inputPtr, text.end());
                _inputPtr = text.end();
                _tokenIncomplete = false;
                _textBuffer.resetWithString(string);
                return string;
            }
        }
        return super.getText();
    }

    /** Moves on over a text unless something before it needs a closer look. */
    private void see(int from, int to) {
        following = following && Utf8.plain(_inputBuffer, seen, from);
        if (following) {
            seen = to;
        }
    }

    @Override
    protected void _releaseBuffers() throws IOException {
        super._releaseBuffers();
        text.release();
    }
}
