package dev.finetuning.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.IOContext;
import java.io.IOException;

/** Makes parsers for bytes that are taken for UTF-8: no encoding is guessed. */
final class ByteFactory extends JsonFactory {
    private static final long serialVersionUID = 1L;

    ByteFactory(JsonFactoryBuilder settings) {
        super(settings);
    }

    /** A parser over part of an array. */
    ByteParser parser(byte[] bytes, int offset, int length) throws IOException {
        return (ByteParser) createParser(bytes, offset, length);
    }

    @Override
    protected JsonParser _createParser(byte[] bytes, int offset, int length, IOContext context) {
        return new ByteParser(
                context,
                _parserFeatures,
                _objectCodec,
                _byteSymbolCanonicalizer.makeChildOrPlaceholder(_factoryFeatures),
                bytes,
                offset,
                length);
    }
}
