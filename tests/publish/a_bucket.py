"""An object store that speaks S3's protocol: moto's server, which refuses stale conditional puts as S3 does."""

from collections.abc import Iterator

import pytest

from flows.publish.bucket import Bucket, bucket_of


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server_module = pytest.importorskip("moto.server")
    server = server_module.ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "testing")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ALLOW_HTTP", "true")
        yield "s3://"
    server.stop()


@pytest.fixture
def bucket(address: str, request: pytest.FixtureRequest) -> Bucket:
    name = f"b{abs(hash(request.node.name))}"
    import boto3

    boto3.client("s3").create_bucket(Bucket=name)
    return bucket_of(f"{address}{name}/rostra")
