package dev.spannerpipe.testing;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.util.Base64;

/// Descriptor sets as a compiler of protocol buffers writes them.
public final class Descriptors {
  private Descriptors() {}

  /// Returns those of these messages, which have one field each.
  ///
  /// @param names names in the package `shop`
  public static byte[] of(String... names) {
    FileDescriptorProto.Builder file =
        FileDescriptorProto.newBuilder()
            .setName("shop.proto")
            .setPackage("shop")
            .setSyntax("proto3");
    for (String name : names) {
      file.addMessageType(
          DescriptorProto.newBuilder()
              .setName(name)
              .addField(
                  FieldDescriptorProto.newBuilder()
                      .setName("id")
                      .setNumber(1)
                      .setType(FieldDescriptorProto.Type.TYPE_INT64)
                      .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)));
    }
    return FileDescriptorSet.newBuilder().addFile(file).build().toByteArray();
  }

  /// Returns them in base64.
  public static String base64(String... names) {
    return Base64.getEncoder().encodeToString(of(names));
  }
}
