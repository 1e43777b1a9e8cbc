"""Objects in a bucket of an S3 server."""

from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import islice
from typing import Any

from botocore.exceptions import ClientError
from django.core.files import File
from storages.backends.s3 import S3Storage

from portal.documents.storage.objects import Stored

#: most keys that one request may delete (the protocol's own limit)
MOST_DELETED = 1000


class S3Objects(S3Storage):
    """A bucket in which nothing is ever overwritten; each deed is one request, on connections that threads share.

    A resource of boto3, as the storage above has one for each thread, takes 30 ms of a processor to make; a client
    may be used by all threads. The links that are handed out are signed by it as well.
    """

    @cached_property
    def client(self) -> Any:
        """The client that all threads use. Two that ask at once may make two; one of them is kept."""
        return self._create_session().client(
            "s3",
            region_name=self.region_name,
            use_ssl=self.use_ssl,
            endpoint_url=self.endpoint_url,
            config=self.client_config,
            verify=self.verify,
        )

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Return the name as it is: the server refuses one that is in use."""
        return name

    def _save(self, name: str, content: "File[bytes]") -> str:
        """Put an object in one request. Raises FileExistsError when the key is in use.

        As bytes, not as a file: else each request waits for the server to ask for its body (100-continue).
        """
        content.seek(0)
        body = content.read()
        try:
            self.client.put_object(
                Bucket=self.bucket_name, Key=name, Body=body, IfNoneMatch="*", **self.object_parameters
            )
        except ClientError as refusal:
            answer = refusal.response["ResponseMetadata"]
            if answer.get("HTTPStatusCode") not in {409, 412}:
                raise
            # The first try may have been kept though its answer was lost: then the second finds its own object.
            if not answer.get("RetryAttempts") or self._open(name).read() != body:
                raise FileExistsError(f"{name} is in use") from refusal
        return name

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        """Return the object as a stream that is read once. Raises FileNotFoundError."""
        try:
            answer = self.client.get_object(Bucket=self.bucket_name, Key=name)
        except ClientError as refusal:
            raise _missing(refusal, name) from refusal
        return File(answer["Body"], name)

    def size(self, name: str) -> int:
        """Return the bytes of an object. Raises FileNotFoundError."""
        try:
            return int(self.client.head_object(Bucket=self.bucket_name, Key=name)["ContentLength"])
        except ClientError as refusal:
            raise _missing(refusal, name) from refusal

    def exists(self, name: str) -> bool:
        """Return whether an object lies under the key."""
        try:
            self.size(name)
        except FileNotFoundError:
            return False
        return True

    def delete(self, name: str) -> None:
        """Delete an object; one that is not there is no mistake."""
        self.client.delete_object(Bucket=self.bucket_name, Key=name)

    def delete_many(self, wanted: Collection[str]) -> None:
        """Delete objects, a thousand in a request. Raises OSError when the server could not delete some."""
        left = iter(wanted)
        while batch := [{"Key": key} for key in islice(left, MOST_DELETED)]:
            answer = self.client.delete_objects(
                Bucket=self.bucket_name, Delete={"Objects": batch, "Quiet": True}
            )
            if errors := answer.get("Errors"):
                raise OSError(f"{len(errors)} were not deleted, the first: {errors[0]}")

    def keys(self, prefix: str) -> Iterator[Stored]:
        """Yield the objects below a prefix, a page of a thousand at a time."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket_name, Prefix=prefix)
        for page in pages:
            for found in page.get("Contents", []):
                yield Stored(found["Key"], found["Size"], found["LastModified"])

    def url(
        self,
        name: str,
        parameters: dict[str, Any] | None = None,
        expire: int | None = None,
        http_method: str | None = None,
    ) -> str:
        """Return a signed link to an object. parameters: of the request; expire: seconds it holds."""
        return str(
            self.client.generate_presigned_url(
                "get_object",
                Params={**(parameters or {}), "Bucket": self.bucket_name, "Key": name},
                ExpiresIn=self.querystring_expire if expire is None else expire,
                HttpMethod=http_method,
            )
        )

    def check(self) -> None:
        """Ask for the first key; raises what boto3 raises when the server or the bucket does not answer."""
        self.client.list_objects_v2(Bucket=self.bucket_name, Prefix="documents/", MaxKeys=1)


def _missing(refusal: ClientError, name: str) -> Exception:
    """Return FileNotFoundError when the server says that there is no such object, else its own refusal.

    A bucket that is not there is an outage. (The answer to HEAD has no body and so only the status as its code.)
    """
    missing = refusal.response["Error"]["Code"] in {"NoSuchKey", "404"}
    return FileNotFoundError(name) if missing else refusal
