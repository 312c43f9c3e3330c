package dev.finetuning.internal.json;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Jackson's parser over part of an array of valid UTF-8, with a shortcut: texts are made from the bytes
 * directly where {@link LatinText} can. All else, and every error, is left to Jackson.
 */
final class ByteParser extends UTF8StreamJsonParser {
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
    }

    @Override
    public String getText() throws IOException {
        if (_currToken == JsonToken.VALUE_STRING && _tokenIncomplete) {
            LatinText text =
                    new LatinText(_inputBuffer, _inputPtr, _inputEnd, _streamReadConstraints.getMaxStringLength());
            String string = text.read();
            if (string != null) {
                _inputPtr = text.end();
                _tokenIncomplete = false;
                _textBuffer.resetWithString(string);
                return string;
            }
        }
        return super.getText();
    }
}
